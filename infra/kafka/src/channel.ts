/** An unbuffered channel: a sender waits until the receiver has worked its value through and asks for the next. */
export class Channel<Value> {
  readonly #offers: { value: Value; taken: () => void }[] = [];
  #wake: (() => void) | null = null;
  #isOver = false;
  #failure: unknown = null;

  /** Resolves when the value has been worked through, or the receiver wants no more. */
  send(value: Value): Promise<void> {
    if (this.#isOver) return Promise.resolve();
    return new Promise((taken) => {
      this.#offers.push({ value, taken });
      this.#wake?.();
    });
  }

  /** No more values; with an error, `values` throws it once it has given out what there was. */
  end(error: unknown = null): void {
    this.#isOver = true;
    this.#failure ??= error;
    this.#wake?.();
  }

  /** Values in order, until the end. */
  async *values(): AsyncGenerator<Value> {
    try {
      for (;;) {
        const offer = this.#offers[0];
        if (offer !== undefined) {
          yield offer.value;
          this.#offers.shift();
          offer.taken();
        } else if (this.#isOver) {
          break;
        } else {
          await new Promise<void>((resolve) => (this.#wake = resolve));
        }
      }
      if (this.#failure !== null) throw this.#failure;
    } finally {
      this.#isOver = true;
      for (const { taken } of this.#offers.splice(0)) taken();
    }
  }
}
