/** What a measure says: a figure, or why there is none. */
export type Measured<T = number> =
  | { readonly value: T; readonly reason?: undefined }
  | { readonly value: null; readonly reason: string };

export function measured<T>(value: T): Measured<T> {
  return { value };
}

/** @param reason what is missing, in a sentence without a full stop */
export function notComputable(reason: string): { readonly value: null; readonly reason: string } {
  return { value: null, reason };
}
