/** A synthetic MBID for vertex `number` of a plain edge list. */
export function numberedMbid(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;
}
