import { partialDate } from "@interlude/core-musicbrainz";
import type { MirrorDefinitions } from "./mirror-definition.js";

const dateOf = (row: { date_year: number | null; date_month: number | null; date_day: number | null }) =>
  partialDate(row.date_year, row.date_month, row.date_day);

/** When recordings came out, in as few columns as that takes: there are more tracks than of anything else. */
export const releaseTables = {
  isrc: {
    columns: ["id", "recording", "isrc"],
    // Nothing is derived from it: the view recording_isrcs reads it as it is.
    mark: null,
  },
  track: {
    columns: ["id", "recording", "medium"],
    mark: { kind: "track", column: "recording" },
  },
  medium: {
    columns: ["id", "release"],
    mark: { kind: "medium", column: "id" },
  },
  release: {
    columns: ["id", "status"],
    mark: { kind: "release", column: "id" },
  },
  release_country: {
    columns: ["release", "country"],
    computed: { released: ["integer?", dateOf] },
    mark: { kind: "release", column: "release" },
  },
  release_unknown_country: {
    columns: ["release"],
    computed: { released: ["integer?", dateOf] },
    mark: { kind: "release", column: "release" },
  },
} satisfies Partial<MirrorDefinitions>;
