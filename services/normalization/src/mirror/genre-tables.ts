import { tableTopics } from "@interlude/contracts";
import { mirrorOf } from "./mirror-table.js";

/** What artists are beside their names: country, gender, genres. */
export const genreMirrors = {
  areas: mirrorOf({
    topic: tableTopics.area,
    table: "areas",
    key: ["id"],
    columns: { id: "integer", gid: "uuid", name: "text", type: "integer?" },
    read: ({ id, gid, name, type }) => ({ id, gid, name, type }),
    mark: { kind: "area", column: "id" },
  }),
  genders: mirrorOf({
    topic: tableTopics.gender,
    table: "genders",
    key: ["id"],
    columns: { id: "integer", name: "text" },
    read: ({ id, name }) => ({ id, name }),
    mark: { kind: "gender", column: "id" },
  }),
  genres: mirrorOf({
    topic: tableTopics.genre,
    table: "genres",
    key: ["id"],
    columns: { id: "integer", gid: "uuid", name: "text" },
    read: ({ id, gid, name }) => ({ id, gid, name }),
    // Tags are genres by name: the name before and the name now.
    mark: { kind: "genre", column: "name" },
  }),
  tags: mirrorOf({
    topic: tableTopics.tag,
    table: "tags",
    key: ["id"],
    columns: { id: "integer", name: "text" },
    read: ({ id, name }) => ({ id, name }),
    mark: { kind: "tag", column: "id" },
  }),
  artistTags: mirrorOf({
    topic: tableTopics.artist_tag,
    table: "artist_tags",
    key: ["artist", "tag"],
    columns: { artist: "integer", tag: "integer", count: "integer" },
    read: ({ artist, tag, count }) => ({ artist, tag, count }),
    mark: { kind: "artist", column: "artist" },
  }),
} as const;
