import * as fc from "fast-check";

/** Text as PostgreSQL can hold it (well-formed, no NUL), rich in what COPY and JSON treat specially. */
export const postgresText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\0", "")),
  fc.string({ unit: fc.constantFrom("\t", "\n", "\r", "\\", "N", "t", "0", "x41", "\v", "\b", "\f", '"') }),
  fc.constantFrom("", "\\N", "\\.", "\\\\N", "שלום עולם", "🎷 & 🎺", "\ufeffbom", "\\t", "null"),
);
