/** Kinds of things that derived tables depend on. */
export type MarkKind =
  | "artist"
  | "artist_type"
  | "credit"
  | "recording"
  | "url"
  | "link"
  | "link_type"
  | "link_attribute_type"
  | "artist_relationship"
  | "recording_relationship"
  | "track"
  | "medium"
  | "release"
  | "area"
  | "gender"
  | "genre"
  | "tag"
  | "features"
  | "identity";

/**
 * A thing that the open epoch touched. Its key is a row id; of `track` and `recording_relationship` the recording's, so
 * that all of one recording are one mark; of `genre` the key of the name, of `features` a recording's MBID, of `identity` a
 * Spotify id.
 */
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
