/** Lets work happen one piece after the other, and knows how long the attempt at hand has taken. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();
  #attemptSince: number | null = null;

  /** Does the work once everything before it is done. */
  run<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(async () => {
      this.beginAttempt();
      return work().finally(() => (this.#attemptSince = null));
    });
    this.#last = result.catch(() => {});
    return result;
  }

  /** Says that the work at hand is begun anew. */
  beginAttempt(): void {
    this.#attemptSince = performance.now();
  }

  /** Of the attempt at hand; null while there is none. */
  get milliseconds(): number | null {
    return this.#attemptSince === null ? null : performance.now() - this.#attemptSince;
  }

  /** Resolves when the work that there is now is done. */
  async done(): Promise<void> {
    await this.#last;
  }
}
