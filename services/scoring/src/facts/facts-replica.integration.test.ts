import { AdjacencyIndex } from "@interlude/core-graph";
import { numberedMbid } from "@interlude/core-graph/testing";
import "@interlude/core-graph/testing/report-properties";
import type { ArtistFacts, AttributeCells } from "@interlude/core-links";
import { type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { ArtistFactsRepository } from "./artist-facts.repository.js";
import { FactsReplica } from "./facts-replica.service.js";
import { type CatalogueFacts, catalogueFactsOf, communityOf } from "./facts-of-records.js";

const ARTISTS = 6;

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "scoring");
});
afterAll(() => test.dispose());

const repository = new ArtistFactsRepository();
const artist = fc.nat({ max: ARTISTS - 1 });
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const catalogueFacts: fc.Arbitrary<CatalogueFacts> = fc.record({
  genres: fc.uniqueArray(fc.constantFrom("bop", 'so "cool", {free}', "swing"), { maxLength: 3 }),
  beginYear: maybe(fc.constantFrom(1900, 1920)),
  endYear: maybe(fc.constantFrom(1960, 1980)),
  popularity: maybe(fc.constantFrom(0.25, 0.37)),
  country: maybe(fc.constantFrom("Mali", "Peru")),
});
const epochs = fc.array(
  fc.record({
    /** Artists that come into the graph. */
    entering: fc.array(artist, { maxLength: 2 }),
    catalogue: fc.array(
      fc.tuple(
        artist,
        fc.oneof({ weight: 4, arbitrary: catalogueFacts }, fc.constant(catalogueFactsOf(null))),
      ),
      { maxLength: 4 },
    ),
    communities: fc.array(fc.tuple(artist, maybe(fc.nat({ max: 2 }))), { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 5 },
);

const byMbid = <Value>(items: readonly (readonly [number, Value])[]): Map<string, Value> =>
  new Map(items.map(([number, value]) => [numberedMbid(number), value]));

/** All that is known, by MBID. */
function known(
  { facts, cells }: { facts: ArtistFacts; cells: AttributeCells },
  { mbids }: AdjacencyIndex,
): Map<string, unknown> {
  const all = new Map<string, unknown>();
  const { columns } = facts;
  for (let id = 0; id < mbids.size; id += 1) {
    all.set(mbids.mbidOf(id), {
      genres: facts.sharedGenreNames(id, id),
      beginYear: columns.beginYears[id],
      endYear: columns.endYears[id],
      popularity: columns.popularities[id],
      hasCountry: columns.countries[id]! >= 0,
      community: columns.communities[id],
      mates: cells
        .matesOf(id)
        .map((mate) => mbids.mbidOf(mate))
        .sort(),
    });
  }
  return all;
}

describe("FactsReplica", () => {
  it("holds in every process what the newest records say, whichever process applied them", async () => {
    await fc.assert(
      fc.asyncProperty(epochs, async (sequence) => {
        await test.database.query("truncate artist_facts, staged_artist_facts");
        const processes = [0, 1].map(() => ({
          replica: new FactsReplica(repository),
          graph: new AdjacencyIndex(),
        }));
        for (const [n, { entering, catalogue, communities }] of sequence.entries()) {
          for (const { graph } of processes) for (const each of entering) graph.intern(numberedMbid(each));
          const { replica, graph } = processes[n % 2]!;
          await test.database.transaction(async (transaction) => {
            await repository.stageCatalogueFacts(transaction, byMbid(catalogue));
            await repository.stageCommunities(transaction, byMbid(communities));
            await repository.applyStaged(transaction, n + 1);
            const held = await replica.advance(transaction, graph);
            const fresh = await new FactsReplica(repository).advance(transaction, graph);
            expect(known(held, graph)).toEqual(known(fresh, graph));
          });
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("ArtistFactsRepository", () => {
  const facts: CatalogueFacts = {
    genres: ["bop", "swing"],
    beginYear: 1920,
    endYear: null,
    popularity: 0.5,
    country: "Mali",
  };
  const mbid = numberedMbid(1);

  /** Stages and applies in a transaction of its own; which artists changed. */
  async function apply(
    epoch: number,
    staged: { catalogue?: CatalogueFacts; community?: number | null },
  ): Promise<string[]> {
    return test.database.transaction(async (transaction) => {
      if (staged.catalogue !== undefined) {
        await repository.stageCatalogueFacts(transaction, new Map([[mbid, staged.catalogue]]));
      }
      if (staged.community !== undefined) {
        await repository.stageCommunities(transaction, new Map([[mbid, staged.community]]));
      }
      return (await repository.applyStaged(transaction, epoch)).map((changed) => changed.artist);
    });
  }

  it("keeps what the other topic says, and says whether anything changed", async () => {
    await test.database.query("truncate artist_facts, staged_artist_facts");
    expect(await apply(1, { community: communityOf(null) })).toEqual([]);
    expect(await apply(2, { catalogue: facts })).toEqual([mbid]);
    expect(await apply(3, { catalogue: facts })).toEqual([]);
    expect(await apply(4, { community: 7 })).toEqual([mbid]);
    expect(await apply(5, { catalogue: { ...facts, genres: [] } })).toEqual([mbid]);
    const [row] = await test.database.transaction((transaction) => repository.of(transaction, [mbid]));
    expect(row).toEqual({ artist: mbid, ...facts, genres: [], community: 7 });
    expect(await apply(6, { catalogue: catalogueFactsOf(null), community: null })).toEqual([mbid]);
    expect(await apply(7, { catalogue: catalogueFactsOf(null), community: null })).toEqual([]);
    expect(await test.database.query("select epoch from artist_facts")).toEqual([{ epoch: 6 }]);
  });
});
