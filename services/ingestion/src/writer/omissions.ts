import type { Omission } from "../history/epoch.js";

/** Codes and fields are few, but their names may come from archives. */
const MAX_OMISSIONS = 1_000;

/** What is wrong with a part of the input, and where it is. */
export interface OmittedInput extends Pick<Omission, "file" | "what" | "code" | "field"> {
  readonly member: string | null;
  /** 1-based; null if the input has no lines. */
  readonly line: number | null;
  readonly reason: string;
}

/** Gathers what was not taken in by file and reason, with the first example of each. */
export class Omissions {
  /** In the order in which each was first met. */
  readonly list: Omission[] = [];
  readonly #places = new Map<string, number>();

  add({ file, what, code, field, member, line, reason }: OmittedInput): void {
    const key = JSON.stringify([file, what, code, field]);
    const place = this.#places.get(key);
    if (place !== undefined) {
      const counted = this.list[place]!;
      this.list[place] = { ...counted, count: counted.count + 1 };
    } else if (this.list.length < MAX_OMISSIONS) {
      const where = [member, line === null ? null : `line ${line}`]
        .filter((part) => part !== null)
        .join(", ");
      const example = where === "" ? reason : `${where}: ${reason}`;
      this.#places.set(key, this.list.length);
      this.list.push({ file, what, code, field, count: 1, example });
    }
  }
}
