import type { ServiceStatus } from "./telemetry/service-status.js";

type Progress = Pick<ServiceStatus, "completedEpoch" | "publishedEpoch" | "sequence">;

/** What a service reports of itself at `/status` beside the progress of its stage. */
export class StatusReporter {
  readonly #totals = new Map<string, number>();
  #note: string | null = null;
  #progress: Progress | null = null;

  /** What the service waits for or why it stopped; null if there is nothing to say. */
  setNote(text: string | null): void {
    this.#note = text;
  }

  /** A number worth watching, for example edges or candidates. */
  setTotal(name: string, value: number): void {
    this.#totals.set(name, value);
  }

  /** The progress of a service that is not run as a stage. */
  setProgress(progress: Progress): void {
    this.#progress = progress;
  }

  read(): Pick<ServiceStatus, "note" | "totals"> & Partial<Progress> {
    return { ...this.#progress, note: this.#note, totals: Object.fromEntries(this.#totals) };
  }
}
