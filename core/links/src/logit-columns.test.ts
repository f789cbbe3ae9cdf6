import { OpenLists } from "@interlude/core-graph";
import { CollaborationGraph } from "@interlude/core-graph";
import { numberedMbid } from "@interlude/core-graph/testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArtistFacts } from "./facts/artist-facts.js";
import { worldOf } from "./features/graph-world.js";
import { openWorld } from "./features/open-world.js";
import { GatheredLogits, logitColumns } from "./logit-columns.js";
import { type LogitSource, PairLogits } from "./pair-logits.js";
import { linkModel } from "./testing/link-models.js";

const ARTISTS = 14;
const artist = fc.nat({ max: ARTISTS - 1 });
const edges = fc.array(
  fc.record({ a: artist, b: artist, firstRecording: fc.nat({ max: 50 }) }).filter(({ a, b }) => a !== b),
  { maxLength: 60 },
);

/** Everything that a source has of some artists. */
function contents(source: LogitSource, artists: Iterable<number>): unknown {
  return Array.from(artists, (id) => {
    const [known, passing]: [unknown[], unknown[]] = [[], []];
    const accept = (other: number): boolean => other % 3 !== 0;
    source.forEachKnown(id, accept, (other, logit) => known.push([other, logit]));
    source.forEachPassing(id, accept, (other, logit) => passing.push([other, logit]));
    return [known, passing];
  });
}

describe("logits that worker threads compute", () => {
  it("are bit for bit those of one thread, whichever thread computes which artists", () => {
    const model = linkModel({ id: "link-1", asOf: 40 });
    fc.assert(
      fc.property(edges, edges, fc.array(artist), (first, second, known) => {
        const graph = new CollaborationGraph();
        for (let n = 0; n < ARTISTS; n += 1) graph.adjacency.intern(numberedMbid(n));
        const facts = new ArtistFacts();
        for (const id of known) {
          const genres = [`genre ${id % 3}`];
          facts.set(id, {
            genres,
            beginYear: 1950 + id,
            endYear: null,
            popularity: id / 20,
            country: "Mali",
            community: id % 2,
          });
        }
        let worker: { lists: OpenLists; logits: PairLogits } | null = null;
        for (const round of [first, second]) {
          for (const { a, b, firstRecording } of round) {
            graph.set(numberedMbid(a), numberedMbid(b), 1, firstRecording);
          }
          const lists: OpenLists = worker?.lists ?? new OpenLists(structuredClone(graph.adjacency.share()));
          lists.open(structuredClone(graph.adjacency.share()));
          const world = openWorld(lists, model.asOf, structuredClone(facts.share()));
          const logits: PairLogits = worker?.logits ?? new PairLogits(world, model, 0.3);
          logits.renew(world);
          worker = { lists, logits };
          const all = Array.from({ length: ARTISTS }, (_, id) => id);
          const parts = [0, 1].map((part) =>
            structuredClone(logitColumns(logits, Int32Array.from(all.filter((id) => id % 2 === part)))),
          );
          const alone = new PairLogits(worldOf(graph, model.asOf, facts), model, 0.3);
          expect(contents(new GatheredLogits(parts), all)).toEqual(contents(alone, all));
        }
      }),
      { numRuns: 12 },
    );
  });
});
