import { letterText } from "../dead-letters/dead-letter.js";
import type { Omission } from "../history/epoch.js";

/** Files, codes and fields are few, but their names may come from archives. */
const MAX_OMISSIONS = 500;

/** Of the example: a list of them must fit into a record. */
const MAX_EXAMPLE = 500;

/** What is wrong with a part of the input, and where it is. */
export interface OmittedInput extends Pick<Omission, "file" | "what" | "code" | "field"> {
  readonly member: string | null;
  /** 1-based; null if the input has no lines. */
  readonly line: number | null;
  readonly reason: string;
}

/** Gathers what was not taken in by file and reason, with the first example of each. */
export class Omissions {
  /** In the order in which each was first met; beyond some hundreds, all others of a kind together. */
  readonly list: Omission[] = [];
  readonly #places = new Map<string, number>();

  add({ file, what, code, field: given, ...place }: OmittedInput): void {
    const field = given === null ? null : letterText(given);
    if (this.#count(JSON.stringify([file, what, code, field]))) return;
    const isFull = this.list.length >= MAX_OMISSIONS;
    if (isFull && this.#count(what)) return;
    const example = describePlace(place);
    const one = { file, what, code, field, count: 1, example };
    this.#places.set(isFull ? what : JSON.stringify([file, what, code, field]), this.list.length);
    this.list.push(isFull ? { ...one, code: "OTHER", field: null } : one);
  }

  #count(key: string): boolean {
    const place = this.#places.get(key);
    if (place === undefined) return false;
    const counted = this.list[place]!;
    this.list[place] = { ...counted, count: counted.count + 1 };
    return true;
  }
}

/** Where something is in its file, and what is wrong with it. */
export function describePlace({
  member,
  line,
  reason,
}: Pick<OmittedInput, "member" | "line" | "reason">): string {
  const where = [member, line === null ? null : `line ${line}`].filter((part) => part !== null).join(", ");
  const text = letterText(where === "" ? reason : `${where}: ${reason}`);
  return text.length > MAX_EXAMPLE ? `${letterText(text.slice(0, MAX_EXAMPLE))}…` : text;
}
