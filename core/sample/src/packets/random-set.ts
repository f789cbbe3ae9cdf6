import type { Random } from "../hash.js";

/** A set of numbers from which one can be drawn at random in constant time; the same operations give the same draws. */
export class RandomSet {
  readonly #items: number[] = [];
  readonly #places = new Map<number, number>();

  get size(): number {
    return this.#items.length;
  }

  /** The items now: a copy, so that the set may change while it is gone through. */
  list(): number[] {
    return [...this.#items];
  }

  [Symbol.iterator](): Iterator<number> {
    return this.#items[Symbol.iterator]();
  }

  has(item: number): boolean {
    return this.#places.has(item);
  }

  add(item: number): void {
    if (this.#places.has(item)) return;
    this.#places.set(item, this.#items.length);
    this.#items.push(item);
  }

  delete(item: number): void {
    const place = this.#places.get(item);
    if (place === undefined) return;
    const last = this.#items.pop()!;
    this.#places.delete(item);
    if (last === item) return;
    this.#items[place] = last;
    this.#places.set(last, place);
  }

  /** Any item, each as likely; undefined if there is none. */
  pick(random: Random): number | undefined {
    return this.#items.length === 0 ? undefined : this.#items[random.below(this.#items.length)];
  }
}
