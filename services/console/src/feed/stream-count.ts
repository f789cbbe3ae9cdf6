interface StreamLimits {
  readonly total: number;
  readonly ofAddress: number;
}

/** How many streams there are, in all and by the address of the client. */
export class StreamCount {
  readonly #ofAddress = new Map<string, number>();
  #total = 0;

  constructor(private readonly limits: StreamLimits) {}

  get total(): number {
    return this.#total;
  }

  /** Counts one more; false if there may be none. */
  take(address: string): boolean {
    const ofAddress = this.#ofAddress.get(address) ?? 0;
    if (this.#total >= this.limits.total || ofAddress >= this.limits.ofAddress) return false;
    this.#total += 1;
    this.#ofAddress.set(address, ofAddress + 1);
    return true;
  }

  giveBack(address: string): void {
    this.#total -= 1;
    const left = this.#ofAddress.get(address)! - 1;
    if (left === 0) this.#ofAddress.delete(address);
    else this.#ofAddress.set(address, left);
  }
}
