import type { ServiceStatus } from "./telemetry/service-status.js";

/** What a service wants seen of itself beside its progress. */
export class StatusBoard {
  readonly #totals = new Map<string, number>();
  #note: string | null = null;
  #progress: Pick<ServiceStatus, "completedEpoch" | "publishedEpoch" | "sequence"> | null = null;

  /** What the service waits for or why it stopped; null takes it back. */
  note(text: string | null): void {
    this.#note = text;
  }

  /** A number worth watching, for example edges or candidates. */
  total(name: string, value: number): void {
    this.#totals.set(name, value);
  }

  /** How far a service has got that is not run as a stage. */
  progress(progress: Pick<ServiceStatus, "completedEpoch" | "publishedEpoch" | "sequence">): void {
    this.#progress = progress;
  }

  read(): Pick<ServiceStatus, "note" | "totals"> & Partial<ServiceStatus> {
    return { ...this.#progress, note: this.#note, totals: Object.fromEntries(this.#totals) };
  }
}
