import { parentPort } from "node:worker_threads";
import { nearestArtists } from "@interlude/core-graph";
import type { SearchRequest, SearchResult } from "./nearest-search.js";

parentPort!.on("message", ({ id, rows, artist, vector, count }: SearchRequest) => {
  const found = nearestArtists(rows, vector, { count, skip: (other) => other === artist });
  parentPort!.postMessage({ id, found } satisfies SearchResult, []);
});
