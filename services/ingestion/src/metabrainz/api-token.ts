import { readFile } from "node:fs/promises";
import { inspect } from "node:util";
import { codeOf } from "../ingestion-error.js";

const FORM = /^[A-Za-z0-9]{40}$/;
const REDACTED = "[redacted]";

/** A MetaBrainz access token. It shows itself to nobody but who asks for it by name. */
export class ApiToken {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** The token in a text, white space around it apart; null where the text is none (40 letters and digits). */
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

  /** A text that somebody else wrote, without the token; host names change its letters' case. */
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
export type FoundToken = { readonly token: ApiToken } | { readonly token: null; readonly reason: string };

/** Looks the token up; a file is read anew each time. Never throws. */
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
