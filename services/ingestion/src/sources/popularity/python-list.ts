const ESCAPED: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

const ITEM = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*(,|$)/gsy;

/**
 * The strings of a Python list literal such as `['pop', "women's music"]`, as these files write lists: Python takes
 * double quotes for an item that has an apostrophe, so it is not JSON in other quotes. Empty text is an empty list.
 * Null where the text is no such list.
 */
export function parsePythonStringList(text: string): string[] | null {
  const trimmed = text.trim();
  if (trimmed === "") return [];
  if (!trimmed.startsWith("[") || !trimmed.endsWith("]")) return null;
  const inside = trimmed.slice(1, -1);
  if (inside.trim() === "") return [];
  const items: string[] = [];
  ITEM.lastIndex = 0;
  while (ITEM.lastIndex < inside.length) {
    const match = ITEM.exec(inside);
    if (match === null) return null;
    items.push(unescape(match[1] ?? match[2]!));
  }
  return items;
}

function unescape(text: string): string {
  return text.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))/gs,
    (_whole, byte?: string, unit?: string, character?: string) =>
      character === undefined
        ? String.fromCharCode(Number.parseInt(byte ?? unit!, 16))
        : (ESCAPED[character] ?? character),
  );
}
