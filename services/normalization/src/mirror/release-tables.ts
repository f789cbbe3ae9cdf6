import { tableTopics } from "@interlude/contracts";
import { partialDate } from "@interlude/core-musicbrainz";
import { mirrorOf } from "./mirror-table.js";

const dateOf = (row: { date_year: number | null; date_month: number | null; date_day: number | null }) =>
  partialDate(row.date_year, row.date_month, row.date_day);

/** When recordings came out, in as few columns as that takes: there are more tracks than of anything else. */
export const releaseMirrors = {
  isrcs: mirrorOf({
    topic: tableTopics.isrc,
    table: "isrcs",
    key: ["id"],
    columns: { id: "integer", recording: "integer", isrc: "text" },
    read: ({ id, recording, isrc }) => ({ id, recording, isrc }),
    // Nothing is derived from it: the view recording_isrcs reads it as it is.
    mark: null,
  }),
  tracks: mirrorOf({
    topic: tableTopics.track,
    table: "tracks",
    key: ["id"],
    columns: { id: "integer", recording: "integer", medium: "integer" },
    read: ({ id, recording, medium }) => ({ id, recording, medium }),
    mark: { kind: "track", column: "recording" },
  }),
  media: mirrorOf({
    topic: tableTopics.medium,
    table: "media",
    key: ["id"],
    columns: { id: "integer", release: "integer" },
    read: ({ id, release }) => ({ id, release }),
    mark: { kind: "medium", column: "id" },
  }),
  releases: mirrorOf({
    topic: tableTopics.release,
    table: "releases",
    key: ["id"],
    columns: { id: "integer", status: "integer?" },
    read: ({ id, status }) => ({ id, status }),
    mark: { kind: "release", column: "id" },
  }),
  releaseCountries: mirrorOf({
    topic: tableTopics.release_country,
    table: "release_countries",
    key: ["release", "country"],
    columns: { release: "integer", country: "integer", released: "integer?" },
    read: (row) => ({ release: row.release, country: row.country, released: dateOf(row) }),
    mark: { kind: "release", column: "release" },
  }),
  releaseUnknownCountries: mirrorOf({
    topic: tableTopics.release_unknown_country,
    table: "release_unknown_countries",
    key: ["release"],
    columns: { release: "integer", released: "integer?" },
    read: (row) => ({ release: row.release, released: dateOf(row) }),
    mark: { kind: "release", column: "release" },
  }),
} as const;
