/** Items of a sequence, which may be put back. */
export class Lookahead<Item> {
  #back: Item[] = [];

  constructor(private readonly items: AsyncGenerator<Item>) {}

  /** Null at the end. */
  async next(): Promise<Item | null> {
    const back = this.#back.shift();
    if (back !== undefined) return back;
    const { done, value } = await this.items.next();
    return done === true ? null : value;
  }

  putBack(items: readonly Item[]): void {
    this.#back = [...items, ...this.#back];
  }

  async close(): Promise<void> {
    await this.items.return(undefined);
  }
}
