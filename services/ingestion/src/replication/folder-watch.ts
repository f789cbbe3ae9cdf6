import { type FSWatcher, watch } from "node:fs";
import { codeOf } from "@interlude/stage";

/** Starts watching a folder, as `fs.watch` does. */
type StartWatch = (folder: string) => FSWatcher;

interface FolderWatchOptions {
  /** Called when watching fails, with its code, and with null once it works again. */
  readonly onPolling: (code: string | null) => void;
  readonly start?: StartWatch;
}

/**
 * Waits between scans of a folder. The time alone suffices: being notified of changes only makes it quicker. So if the
 * folder cannot be watched (network file systems, too many watches), it is polled, and the watch tried again each time.
 */
export class FolderWatch {
  #watcher: FSWatcher | null = null;
  #isPolling = false;
  #wake: () => void = () => undefined;

  constructor(
    private readonly folder: string,
    private readonly options: FolderWatchOptions,
  ) {
    this.#start();
  }

  /** Resolves after some milliseconds, when the folder changes, or when aborted: whichever comes first. */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    if (this.#watcher === null) this.#start();
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal.addEventListener("abort", done);
      this.#wake = done;
    });
  }

  close(): void {
    this.#watcher?.close();
  }

  #start(): void {
    const { onPolling, start = (folder) => watch(folder, { persistent: false }) } = this.options;
    try {
      const watcher = start(this.folder);
      watcher.on("change", () => this.#wake());
      watcher.on("error", (error) => {
        watcher.close();
        this.#watcher = null;
        this.#poll(codeOf(error));
      });
      this.#watcher = watcher;
      if (this.#isPolling) onPolling(null);
      this.#isPolling = false;
    } catch (error) {
      // A folder that is missing is reported by its scan.
      if (codeOf(error) !== "ENOENT") this.#poll(codeOf(error));
    }
  }

  #poll(code: string): void {
    this.#isPolling = true;
    this.options.onPolling(code);
  }
}
