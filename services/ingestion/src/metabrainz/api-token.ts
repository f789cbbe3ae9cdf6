import { readFile } from "node:fs/promises";
import { inspect } from "node:util";
import { codeOf } from "@interlude/stage";

const FORM = /^[A-Za-z0-9]{40}$/;
const REDACTED = "[redacted]";

/** A MetaBrainz access token. Printing, logging or serialising it shows nothing of it. */
export class ApiToken {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** The token in a text, without white space around it; null if it is not 40 letters and digits. */
  static parse(text: string): ApiToken | null {
    const trimmed = text.trim();
    return FORM.test(trimmed) ? new ApiToken(trimmed) : null;
  }

  /** The address with the token in it; for a request and nothing else. */
  addTo(address: URL): URL {
    const secret = new URL(address);
    secret.searchParams.set("token", this.#text);
    return secret;
  }

  /** A text from elsewhere without the token, in any case: host names lower it. */
  redact(text: string): string {
    return text.replaceAll(new RegExp(this.#text, "gi"), REDACTED);
  }

  equals(other: ApiToken): boolean {
    return this.#text === other.#text;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}

/** Where the token is kept: given once, or a file that may be changed while the service runs. */
export type TokenSource = ApiToken | { readonly file: string } | null;

/** The token as it is now, or why there is none. */
type FoundToken = { readonly token: ApiToken } | { readonly token: null; readonly reason: string };

/** Reads the token; a file is read each time. Never throws. */
export async function findToken(source: TokenSource): Promise<FoundToken> {
  if (source === null) return { token: null, reason: "no token is configured" };
  if (source instanceof ApiToken) return { token: source };
  try {
    const token = ApiToken.parse(await readFile(source.file, "utf8"));
    if (token !== null) return { token };
    return { token: null, reason: `${source.file} does not hold a token (40 letters and digits)` };
  } catch (error) {
    return { token: null, reason: `${source.file} cannot be read (${codeOf(error)})` };
  }
}
