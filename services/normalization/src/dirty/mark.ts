/** Kinds of things that derived tables depend on. */
export type MarkKind =
  | "artist"
  | "artist_type"
  | "credit"
  | "recording"
  | "url"
  | "link"
  | "link_type"
  | "features"
  | "identity";

/** A thing that the open epoch touched: a row id, a recording's MBID (`features`) or a Spotify id (`identity`). */
export interface Mark {
  readonly kind: MarkKind;
  readonly key: string | number;
}

/** Each mark once. */
export function distinctMarks(marks: Iterable<Mark>): Mark[] {
  const distinct = new Map<string, Mark>();
  for (const mark of marks) distinct.set(`${mark.kind}:${mark.key}`, mark);
  return [...distinct.values()];
}
