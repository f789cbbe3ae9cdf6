/** Tasks that are done again and again, each a while after it was done last, until they are stopped. */
export class PeriodicTasks {
  readonly #timers = new Set<NodeJS.Timeout>();
  #isStopped = false;

  /** @param onFailure told why a task failed, which is done again all the same */
  constructor(private readonly onFailure: (error: unknown) => void) {}

  every(milliseconds: number, task: () => Promise<void>): void {
    if (this.#isStopped) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void task()
        .catch(this.onFailure)
        .finally(() => this.every(milliseconds, task));
    }, milliseconds);
    this.#timers.add(timer);
  }

  /** Begins none any more. */
  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
