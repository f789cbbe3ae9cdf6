import type { NeighbourLists } from "@interlude/core-graph";
import type { ArtistFacts } from "../facts/artist-facts.js";
import type { Recency } from "./recency.js";

/** What features of pairs are computed from beside the counts of the pair: the state of the world at one moment. */
export interface PairWorld {
  readonly graph: NeighbourLists;
  /** When artists last began a collaboration; null where edges have no times. */
  readonly recency: Recency | null;
  /** Cosine of the embeddings of two artists; null where there is no embedding. */
  readonly cosine: ((a: number, b: number) => number) | null;
  /** Facts of the graph's artists; null where nothing is known beside the graph. */
  readonly facts: ArtistFacts | null;
}
