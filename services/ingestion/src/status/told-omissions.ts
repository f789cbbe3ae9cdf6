import type { Omission } from "../history/epoch.js";

/** More than people read; the rest is in the store. */
const MAX_TOLD = 100;

/** What the status says of input that was not taken in as it is. */
export class ToldOmissions {
  /** Of the newest epochs that have any, newest first. */
  ofEpochs: readonly Omission[] = [];
  #files: readonly Omission[] = [];

  /** Takes note of the files that are left alone, and returns those that were not before. */
  leave(files: readonly Omission[]): Omission[] {
    const before = new Set(this.#files.map(({ file, code }) => JSON.stringify([file, code])));
    this.#files = files;
    return files.filter(({ file, code }) => !before.has(JSON.stringify([file, code])));
  }

  /** Files first, since something can be done about them. */
  get told(): Omission[] {
    return [...this.#files, ...this.ofEpochs].slice(0, MAX_TOLD);
  }
}
