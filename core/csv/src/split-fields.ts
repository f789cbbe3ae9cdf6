const QUOTE = '"';

/** A quoted field that goes on behind the end of its line. */
export interface OpenField {
  /** The fields before it. */
  readonly before: readonly string[];
  /** What it holds so far. */
  readonly text: string;
}

export interface Split {
  /** With the quote of an open field as a character. */
  readonly fields: readonly string[];
  /** Null if the line may end here. */
  readonly open: OpenField | null;
  /** Whether a field that is not quoted has a quote, the open one apart. */
  readonly hasStrayQuote: boolean;
}

/**
 * The fields of a row of CSV without its line end (RFC 4180). A quote within a field that does not begin with one is
 * part of it; so are those of a field whose closing quote has text behind it.
 */
export function splitFields(text: string, delimiter: string): Split {
  return text.includes(QUOTE)
    ? splitFrom(text, 0, [], delimiter)
    : { fields: text.split(delimiter), open: null, hasStrayQuote: false };
}

/**
 * The fields of a row whose quoted field goes on in its next line.
 * @param lineEnd what stands between both lines
 * @returns null if the field is not closed as one that is quoted, or the line behind it has a stray quote: then it is not
 *   the end of a row, since a row of its own that is correct has its quotes in pairs
 */
export function continueFields(
  open: OpenField,
  lineEnd: string,
  text: string,
  delimiter: string,
): Split | null {
  const read = readQuoted(text, 0, delimiter);
  if (read === null) return null;
  const { before } = open;
  const field = open.text + lineEnd + read.text;
  if (read.end === null)
    return { fields: [...before, field], open: { before, text: field }, hasStrayQuote: false };
  const fields = [...before, field];
  if (read.end === text.length) return { fields, open: null, hasStrayQuote: false };
  const split = splitFrom(text, read.end + delimiter.length, fields, delimiter);
  return split.hasStrayQuote ? null : split;
}

function splitFrom(text: string, start: number, before: readonly string[], delimiter: string): Split {
  const fields = [...before];
  let open: OpenField | null = null;
  let hasStrayQuote = false;
  for (let at = start; ;) {
    const read = text[at] === QUOTE ? readQuoted(text, at + 1, delimiter) : null;
    if (read !== null && read.end === null) open ??= { before: [...fields], text: read.text };
    const next = read?.end ?? text.indexOf(delimiter, at);
    const end = next === -1 ? text.length : next;
    const field = read === null || read.end === null ? text.slice(at, end) : read.text;
    if (read === null && open === null && field.includes(QUOTE)) hasStrayQuote = true;
    fields.push(field);
    if (end === text.length) return { fields, open, hasStrayQuote };
    at = end + delimiter.length;
  }
}

/**
 * What a field in quotes holds, and where it ends; `end` is null if the text has no closing quote.
 * @param start behind the opening quote
 * @returns null if text follows the closing quote
 */
function readQuoted(
  text: string,
  start: number,
  delimiter: string,
): { readonly text: string; readonly end: number | null } | null {
  let field = "";
  for (let from = start; ;) {
    const quote = text.indexOf(QUOTE, from);
    if (quote === -1) return { text: field + text.slice(from), end: null };
    field += text.slice(from, quote);
    const end = quote + 1;
    if (text[end] === QUOTE) {
      field += QUOTE;
      from = end + 1;
      continue;
    }
    return end === text.length || text.startsWith(delimiter, end) ? { text: field, end } : null;
  }
}
