import type { AdjacencyIndex } from "../adjacency/adjacency-index.js";
import type { Communities } from "../communities/stable-communities.js";

/** The content of a snapshot. */
export interface GraphState {
  readonly adjacency: AdjacencyIndex;
  readonly graphVersion: number;
  /** null if communities have not been computed yet. */
  readonly communities: Communities | null;
}

/**
 * The layout of a graph snapshot, version 1. Everything is a 32-bit word, little-endian like every machine that
 * Interlude runs on.
 *
 * | part | words |
 * |---|---|
 * | magic | 2: the ASCII text "ILGRAPH\n" |
 * | format version | 1 |
 * | section flags | 1: bit 0, communities |
 * | graph version | 2: low, high |
 * | artists | 1 |
 * | edges | 1 |
 * | embedding | 2: dimension; number of its definition |
 * | reserved | 2: zero |
 * | header digest | 4: the first 16 bytes of SHA-256 over what is before |
 * | MBIDs | 4 an artist, in order of id, first digits in the highest bits of the first word |
 * | degrees | 1 an artist |
 * | edges | 3 an edge: the larger id, weight, first recording; by smaller id, then by larger |
 * | communities | if flagged: 2 of the graph version they are as of, 2 the next unused number, then 1 an artist, signed |
 * | digest | 8: SHA-256 over everything before |
 *
 * Ids are those of the graph that was written, so a restored graph is identical bit for bit. The embedding's sums are
 * not in it: they follow from the edges exactly, and computing them takes no longer than reading sixteen times the
 * bytes. The number of its definition is, to detect that published vectors differ from ours.
 */
export const MAGIC = [0x52474c49, 0x0a485041] as const;
export const FORMAT_VERSION = 1;
export const HEADER_WORDS = 16;
export const HEADER_DIGEST_BYTES = 16;
export const DIGEST_BYTES = 32;
export const HAS_COMMUNITIES = 1;
