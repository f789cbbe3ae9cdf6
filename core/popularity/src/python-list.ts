const QUOTES = new Set(["'", '"']);

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** Escapes that name a character by its number; each is matched right behind the backslash. */
const NUMBERED: readonly (readonly [pattern: RegExp, base: number])[] = [
  [/x([0-9a-fA-F]{2})/y, 16],
  [/u([0-9a-fA-F]{4})/y, 16],
  [/U([0-9a-fA-F]{8})/y, 16],
  [/([0-7]{1,3})/y, 8],
];

/**
 * The strings of a Python list literal such as `['pop', "women's music"]`: Python writes an item that has an apostrophe
 * in double quotes, so it is not JSON in other quotes. Empty text is an empty list. Null if the text is no such
 * list, as `[nan]` is none. (Python's reference, "String and Bytes literals", but for `\N{…}` and prefixes.)
 */
export function parsePythonStringList(text: string): string[] | null {
  const trimmed = text.trim();
  if (trimmed === "") return [];
  return new ListParser(trimmed).list();
}

class ListParser {
  #at = 0;

  constructor(private readonly text: string) {}

  list(): string[] | null {
    const items: string[] = [];
    if (!this.#take("[")) return null;
    while (!this.#take("]")) {
      if (items.length > 0 && !this.#take(",")) return null;
      // A comma may come after the last item.
      if (items.length > 0 && this.#take("]")) break;
      const item = this.#string();
      if (item === null) return null;
      items.push(item);
    }
    return this.#at === this.text.length ? items : null;
  }

  /** Takes a sign, and the blanks around it. */
  #take(sign: string): boolean {
    this.#skipBlanks();
    if (this.text[this.#at] !== sign) return false;
    this.#at++;
    this.#skipBlanks();
    return true;
  }

  #skipBlanks(): void {
    while (/^\s$/.test(this.text[this.#at] ?? "")) this.#at++;
  }

  #string(): string | null {
    const quote = this.text[this.#at]!;
    if (!QUOTES.has(quote)) return null;
    this.#at++;
    let value = "";
    for (;;) {
      const character = this.text[this.#at++];
      if (character === undefined) return null;
      if (character === quote) return /\p{Surrogate}/u.test(value) ? null : value;
      const next = character === "\\" ? this.#escaped() : character;
      if (next === null) return null;
      value += next;
    }
  }

  /** What a backslash and what follows it stand for. */
  #escaped(): string | null {
    const character = this.text[this.#at] ?? "";
    const simple = SIMPLE_ESCAPES[character];
    if (simple !== undefined) {
      this.#at++;
      return simple;
    }
    for (const [pattern, base] of NUMBERED) {
      pattern.lastIndex = this.#at;
      const digits = pattern.exec(this.text)?.[1];
      if (digits === undefined) continue;
      this.#at = pattern.lastIndex;
      const code = Number.parseInt(digits, base);
      return code <= 0x10ffff ? String.fromCodePoint(code) : null;
    }
    // Python lets a backslash before anything else stand, but these announce a number that is not there.
    return /[xuUN]/.test(character) ? null : "\\";
  }
}
