import type { AdjacencyIndex } from "@interlude/core-graph";
import { ArtistFacts } from "@interlude/core-links";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { ArtistFactsRepository, type ArtistFactsRow } from "./artist-facts.repository.js";

/** Memory's facts, of which artists, and as of when. */
interface HeldFacts {
  readonly facts: ArtistFacts;
  /** The graph by whose ids they are held. */
  readonly adjacency: AdjacencyIndex;
  /** Artists with a lower id have what the tables had of them. */
  readonly artists: number;
  readonly epoch: number;
}

/**
 * Facts of the graph's artists in memory, by the graph's ids. The replica of the graph decides whether memory may catch
 * up: where it loads the graph again, ids are new, and facts are loaded again, too.
 */
@Injectable()
export class FactsReplica {
  #held: HeldFacts | null = null;

  constructor(private readonly repository: ArtistFactsRepository) {}

  /** Facts of the artists of a graph as the tables have them now, whichever replica applied them. */
  async advance(transaction: Transaction, adjacency: AdjacencyIndex): Promise<ArtistFacts> {
    const held = this.#held?.adjacency === adjacency ? this.#held : null;
    // Memory runs ahead of the store until the commit.
    this.#held = null;
    const facts = held?.facts ?? new ArtistFacts();
    const take = (row: ArtistFactsRow): void => {
      const artist = adjacency.mbids.find(row.artist);
      if (artist >= 0) facts.set(artist, row);
    };
    if (held === null) {
      for await (const row of this.repository.all(transaction)) take(row);
    } else {
      for await (const row of this.repository.changedSince(transaction, held.epoch)) take(row);
      const added = newArtists(adjacency, held.artists);
      for (const row of added.length === 0 ? [] : await this.repository.of(transaction, added)) take(row);
    }
    const epoch = await this.repository.newestEpoch(transaction);
    this.#held = { facts, adjacency, artists: adjacency.artistCount, epoch };
    return facts;
  }
}

/** MBIDs of the artists that came into the graph after it had so many. */
function newArtists(adjacency: AdjacencyIndex, before: number): string[] {
  return Array.from({ length: adjacency.artistCount - before }, (_, at) =>
    adjacency.mbids.mbidOf(before + at),
  );
}
