const WORDS = 24;
const WORD_LENGTH = 48;

/**
 * The words by which a name is found: lower case, without accents, each once. A name without letters
 * and digits ("!!!") is one word as it stands.
 */
export function searchWords(...texts: readonly string[]): string[] {
  const words = new Set<string>();
  for (const text of texts) {
    const plain = text
      .normalize("NFKD")
      .replaceAll(/[\p{M}\p{C}]+/gu, "")
      .toLowerCase()
      .trim();
    const found = plain.match(/[\p{L}\p{N}]+/gu) ?? (plain === "" ? [] : [plain]);
    for (const word of found.slice(0, WORDS)) words.add([...word].slice(0, WORD_LENGTH).join(""));
  }
  return [...words];
}

/**
 * The text of a tsquery for names that have, for each word of the text, a word that begins with it;
 * null if the text has no words. Every word is quoted, so none can be an operator.
 */
export function prefixQuery(text: string): string | null {
  const words = searchWords(text);
  if (words.length === 0) return null;
  return words.map((word) => `'${word.replaceAll("\\", "\\\\").replaceAll("'", "''")}':*`).join(" & ");
}
