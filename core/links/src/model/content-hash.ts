import { createHash } from "node:crypto";

/**
 * A value as JSON text of one form: keys in the order of their UTF-16 code units, no spaces. Equal contents give equal
 * texts. Fields that are undefined are left out, as JSON does.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner === null || typeof inner !== "object" || Array.isArray(inner)
      ? inner
      : Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1))),
  );
}

/** SHA-256 of a text as 64 hexadecimal digits. */
export function contentHash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
