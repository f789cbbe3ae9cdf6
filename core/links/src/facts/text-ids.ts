/** Numbers texts from 0 in the order in which they are first seen. */
export class TextIds {
  readonly #ids = new Map<string, number>();
  readonly #texts: string[] = [];

  constructor(texts: readonly string[] = []) {
    for (const text of texts) this.of(text);
  }

  /** The number of a text, assigned if it is new. */
  of(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const id = this.#texts.length;
    this.#texts.push(text);
    this.#ids.set(text, id);
    return id;
  }

  textOf(id: number): string {
    return this.#texts[id]!;
  }

  /** All texts by number. */
  texts(): readonly string[] {
    return [...this.#texts];
  }
}
