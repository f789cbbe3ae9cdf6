import { parentPort } from "node:worker_threads";
import { nearestArtists } from "@interlude/core-graph";
import type { NearestQuestion, NearestReply } from "./nearest-search.js";

parentPort!.on("message", ({ id, rows, artist, vector, count }: NearestQuestion) => {
  const found = nearestArtists(rows, vector, { count, skip: (other) => other === artist });
  parentPort!.postMessage({ id, found } satisfies NearestReply, []);
});
