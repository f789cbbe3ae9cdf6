const QUOTE = '"';

interface Split {
  readonly fields: string[];
  /** Whether a quoted field goes on behind the end of the text. */
  readonly isOpen: boolean;
}

/**
 * The fields of a row of CSV without its line end (RFC 4180). A quote within a field that does not begin with one is
 * part of it; so is one that begins a field and is not closed before a delimiter or the end, and `isOpen` says whether
 * more text could have closed it.
 */
export function splitFields(text: string, delimiter: string): Split {
  if (!text.includes(QUOTE)) return { fields: text.split(delimiter), isOpen: false };
  const fields: string[] = [];
  let isOpen = false;
  for (let at = 0; ;) {
    const quoted = text[at] === QUOTE ? quotedField(text, at, delimiter) : null;
    if (quoted === "open") isOpen = true;
    let end: number;
    if (quoted === null || quoted === "open") {
      const next = text.indexOf(delimiter, at);
      end = next === -1 ? text.length : next;
      fields.push(text.slice(at, end));
    } else {
      fields.push(quoted.field);
      end = quoted.end;
    }
    if (end >= text.length) return { fields, isOpen };
    at = end + delimiter.length;
  }
}

/** A field in quotes and where it ends; null if text follows its closing quote, "open" if it has none. */
function quotedField(
  text: string,
  start: number,
  delimiter: string,
): { field: string; end: number } | "open" | null {
  let field = "";
  for (let from = start + 1; ;) {
    const quote = text.indexOf(QUOTE, from);
    if (quote === -1) return "open";
    field += text.slice(from, quote);
    const end = quote + 1;
    if (text[end] === QUOTE) {
      field += QUOTE;
      from = end + 1;
      continue;
    }
    return end === text.length || text.startsWith(delimiter, end) ? { field, end } : null;
  }
}
