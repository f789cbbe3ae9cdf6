/** Hands values from one side to the other one by one: whoever puts waits until whoever takes has come back. */
export class Rendezvous<Value> {
  private readonly offers: { value: Value; taken: () => void }[] = [];
  private wake: (() => void) | null = null;
  private over = false;
  private failure: unknown = null;

  /** Resolves when the value has been worked through, or nobody wants values any more. */
  put(value: Value): Promise<void> {
    if (this.over) return Promise.resolve();
    return new Promise((taken) => {
      this.offers.push({ value, taken });
      this.wake?.();
    });
  }

  /** No more values; with an error, `values` throws it once it has given out what there was. */
  end(error: unknown = null): void {
    this.over = true;
    this.failure ??= error;
    this.wake?.();
  }

  /** Values in order, until the end. */
  async *values(): AsyncGenerator<Value> {
    try {
      for (;;) {
        const offer = this.offers[0];
        if (offer !== undefined) {
          yield offer.value;
          this.offers.shift();
          offer.taken();
        } else if (this.over) {
          break;
        } else {
          await new Promise<void>((resolve) => (this.wake = resolve));
        }
      }
      if (this.failure !== null) throw this.failure;
    } finally {
      this.over = true;
      for (const { taken } of this.offers.splice(0)) taken();
    }
  }
}
