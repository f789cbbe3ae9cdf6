import type { AdjacencyIndex } from "@interlude/core-graph";
import { ArtistFacts, AttributeCells } from "@interlude/core-links";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { ArtistFactsRepository, type ArtistFactsRow } from "./artist-facts.repository.js";

/** What is known of artists, by the ids of a graph. */
export interface KnownArtists {
  readonly facts: ArtistFacts;
  /** Which artists are of equal attributes. */
  readonly cells: AttributeCells;
}

/** Memory's facts, of which artists, and as of when. */
interface HeldFacts extends KnownArtists {
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

  /**
   * Facts of the artists of a graph as the tables have them now, whichever replica applied them. Artists with genres get an
   * id, whether they recorded with anyone or not: they may have cold-start pairs.
   */
  async advance(transaction: Transaction, adjacency: AdjacencyIndex): Promise<KnownArtists> {
    const held = this.#held?.adjacency === adjacency ? this.#held : null;
    // Memory runs ahead of the store until the commit.
    this.#held = null;
    const { facts, cells } = held ?? { facts: new ArtistFacts(), cells: new AttributeCells() };
    const take = (row: ArtistFactsRow): void => {
      const artist = row.genres.length > 0 ? adjacency.intern(row.artist) : adjacency.mbids.find(row.artist);
      if (artist < 0) return;
      facts.set(artist, row);
      cells.set(artist, row);
    };
    if (held === null) {
      for await (const row of this.repository.all(transaction)) take(row);
    } else {
      for await (const row of this.repository.changedSince(transaction, held.epoch)) take(row);
      const added = newArtists(adjacency, held.artists);
      for (const row of added.length === 0 ? [] : await this.repository.of(transaction, added)) take(row);
    }
    const epoch = await this.repository.newestEpoch(transaction);
    this.#held = { facts, cells, adjacency, artists: adjacency.artistCount, epoch };
    return { facts, cells };
  }
}

/** MBIDs of the artists that came into the graph after it had so many. */
function newArtists(adjacency: AdjacencyIndex, before: number): string[] {
  return Array.from({ length: adjacency.artistCount - before }, (_, at) =>
    adjacency.mbids.mbidOf(before + at),
  );
}
