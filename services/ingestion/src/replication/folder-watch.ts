import { type FSWatcher, watch } from "node:fs";

/**
 * Waits between looks at a folder. The time alone would do; being told of changes only makes it quicker, so whatever
 * goes wrong with that is let be (network file systems, too many watches).
 */
export class FolderWatch {
  private readonly watcher: FSWatcher | null;
  private wake: () => void = () => undefined;

  constructor(folder: string) {
    this.watcher = start(folder);
    this.watcher?.on("change", () => this.wake());
    this.watcher?.on("error", () => undefined);
  }

  /** Resolves after some milliseconds, when the folder changes, or when aborted: whichever comes first. */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal.addEventListener("abort", done);
      this.wake = done;
    });
  }

  close(): void {
    this.watcher?.close();
  }
}

function start(folder: string): FSWatcher | null {
  try {
    return watch(folder, { persistent: false });
  } catch {
    return null;
  }
}
