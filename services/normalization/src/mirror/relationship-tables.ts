import { tableTopics } from "@interlude/contracts";
import { mirrorOf } from "./mirror-table.js";

/** Who did what with whom, beyond credits. */
export const relationshipMirrors = {
  artistRelationships: mirrorOf({
    topic: tableTopics.l_artist_artist,
    table: "artist_relationships",
    key: ["id"],
    columns: { id: "integer", link: "integer", artist0: "integer", artist1: "integer" },
    read: (row) => ({ id: row.id, link: row.link, artist0: row.entity0, artist1: row.entity1 }),
    mark: { kind: "artist_relationship", column: "id" },
  }),
  recordingRelationships: mirrorOf({
    topic: tableTopics.l_artist_recording,
    table: "recording_relationships",
    key: ["id"],
    columns: { id: "integer", link: "integer", artist: "integer", recording: "integer" },
    read: (row) => ({ id: row.id, link: row.link, artist: row.entity0, recording: row.entity1 }),
    mark: { kind: "recording_relationship", column: "recording" },
  }),
  linkAttributes: mirrorOf({
    topic: tableTopics.link_attribute,
    table: "link_attributes",
    key: ["link", "attribute_type"],
    columns: { link: "integer", attribute_type: "integer" },
    read: ({ link, attribute_type }) => ({ link, attribute_type }),
    mark: { kind: "link", column: "link" },
  }),
  linkAttributeTypes: mirrorOf({
    topic: tableTopics.link_attribute_type,
    table: "link_attribute_types",
    key: ["id"],
    columns: { id: "integer", gid: "uuid", name: "text" },
    read: ({ id, gid, name }) => ({ id, gid, name }),
    mark: { kind: "link_attribute_type", column: "id" },
  }),
} as const;
