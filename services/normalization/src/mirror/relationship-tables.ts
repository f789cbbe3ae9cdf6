import type { MirrorDefinitions } from "./mirror-definition.js";

/** Relationships of artists with artists, recordings and pages elsewhere. */
export const relationshipTables = {
  link: {
    columns: ["id", "link_type", "ended"],
    mark: { kind: "link", column: "id" },
  },
  link_type: {
    columns: ["id", "gid", "name"],
    mark: { kind: "link_type", column: "id" },
  },
  link_attribute: {
    columns: ["link", "attribute_type"],
    mark: { kind: "link", column: "link" },
  },
  link_attribute_type: {
    columns: ["id", "gid", "name"],
    mark: { kind: "link_attribute_type", column: "id" },
  },
  l_artist_artist: {
    columns: ["id", "link"],
    computed: {
      artist0: ["integer", (row) => row.entity0],
      artist1: ["integer", (row) => row.entity1],
    },
    mark: { kind: "artist_relationship", column: "id" },
  },
  l_artist_recording: {
    columns: ["id", "link"],
    computed: {
      artist: ["integer", (row) => row.entity0],
      recording: ["integer", (row) => row.entity1],
    },
    mark: { kind: "recording_relationship", column: "recording" },
  },
  l_artist_url: {
    columns: ["id", "link"],
    computed: {
      artist: ["integer", (row) => row.entity0],
      url: ["integer", (row) => row.entity1],
    },
    mark: { kind: "artist", column: "artist" },
  },
} satisfies Partial<MirrorDefinitions>;
