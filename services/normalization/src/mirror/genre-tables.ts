import { genreKey } from "@interlude/core-musicbrainz";
import type { MirrorDefinitions } from "./mirror-definition.js";

/** What artists are beside their names: country, gender, genres. */
export const genreTables = {
  area: {
    columns: ["id", "gid", "name", "type"],
    mark: { kind: "area", column: "id" },
  },
  gender: {
    columns: ["id", "name"],
    mark: { kind: "gender", column: "id" },
  },
  genre: {
    columns: ["id", "gid", "name"],
    computed: { genre_key: ["text", ({ name }) => genreKey(name)] },
    // Tags are genres by name: the name before and the name now.
    mark: { kind: "genre", column: "genre_key" },
  },
  tag: {
    columns: ["id", "name"],
    computed: { genre_key: ["text", ({ name }) => genreKey(name)] },
    mark: { kind: "tag", column: "id" },
  },
  artist_tag: {
    columns: ["artist", "tag", "count"],
    mark: { kind: "artist", column: "artist" },
  },
} satisfies Partial<MirrorDefinitions>;
