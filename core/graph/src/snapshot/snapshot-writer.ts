import { createHash } from "node:crypto";
import type { AdjacencyIndex } from "../adjacency/adjacency-index.js";
import { EMBEDDING_DIMENSION } from "../embedding/embedding-rows.js";
import { EMBEDDING_DEFINITION } from "../embedding/embedding.js";
import { GraphError } from "../errors.js";
import {
  FORMAT_VERSION,
  type GraphState,
  HAS_COMMUNITIES,
  HEADER_DIGEST_BYTES,
  MAGIC,
} from "./snapshot-format.js";

const PIECE_WORDS = 1 << 16;

/** A buffer of words that digests what is taken out of it. */
class WordSink {
  readonly #hash = createHash("sha256");
  #words = new Uint32Array(PIECE_WORDS);
  #count = 0;

  /** Whether a piece is complete. */
  get full(): boolean {
    return this.#count >= PIECE_WORDS;
  }

  put(word: number): void {
    if (this.#count === this.#words.length) {
      const grown = new Uint32Array(this.#count * 2);
      grown.set(this.#words);
      this.#words = grown;
    }
    this.#words[this.#count] = word;
    this.#count += 1;
  }

  /** Puts an integer of up to 53 bits as two words. */
  putLong(value: number): void {
    this.put(value % 2 ** 32);
    this.put(Math.floor(value / 2 ** 32));
  }

  putBytes(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; at += 4) this.put(bytes.readUInt32LE(at));
  }

  /** Takes out the bytes put since the last call; the caller owns them. */
  take(): Buffer {
    const bytes = Buffer.from(this.#words.buffer, 0, this.#count * 4);
    this.#hash.update(bytes);
    this.#words = new Uint32Array(PIECE_WORDS);
    this.#count = 0;
    return bytes;
  }

  digest(): Buffer {
    return this.#hash.digest();
  }
}

/**
 * The bytes of a graph, piece by piece, in the layout of `snapshot-format.ts`: about 20 an artist and 12 an edge. Equal
 * graphs give equal bytes.
 *
 * @throws GraphError GRAPH_CHANGED_MEANWHILE if the graph changes before the last piece is taken
 */
export function* writeSnapshot(state: GraphState): Generator<Buffer, void, undefined> {
  const { adjacency } = state;
  const { revision, artistCount } = adjacency;
  const sink = new WordSink();
  putHeader(sink, state);
  for (const putArtist of sections(sink, state)) {
    for (let artist = 0; artist < artistCount; artist += 1) {
      putArtist(artist);
      if (!sink.full) continue;
      yield sink.take();
      checkUnchanged(adjacency, revision, artistCount);
    }
  }
  yield sink.take();
  checkUnchanged(adjacency, revision, artistCount);
  yield sink.digest();
}

/** For each section, the function that writes an artist's part of it. */
function* sections(sink: WordSink, state: GraphState): Generator<(artist: number) => void> {
  const { adjacency, communities } = state;
  const mbid = new Uint32Array(4);
  yield (artist) => {
    adjacency.mbids.copyWords(artist, mbid, 0);
    for (const word of mbid) sink.put(word);
  };
  yield (artist) => sink.put(adjacency.degree(artist));
  yield (artist) =>
    adjacency.forEachNeighbour(artist, (neighbour, weight, firstRecording) => {
      if (neighbour < artist) return;
      sink.put(neighbour);
      sink.put(weight);
      sink.put(firstRecording);
    });
  if (communities === null) return;
  sink.putLong(communities.graphVersion);
  sink.putLong(communities.next);
  yield (artist) => sink.put(communities.of[artist] ?? -1);
}

function putHeader(sink: WordSink, { adjacency, graphVersion, communities }: GraphState): void {
  const header = new WordSink();
  for (const word of MAGIC) header.put(word);
  header.put(FORMAT_VERSION);
  header.put(communities === null ? 0 : HAS_COMMUNITIES);
  header.putLong(graphVersion);
  header.put(adjacency.artistCount);
  header.put(adjacency.edgeCount);
  header.put(EMBEDDING_DIMENSION);
  header.put(EMBEDDING_DEFINITION);
  header.putLong(0);
  sink.putBytes(header.take());
  sink.putBytes(header.digest().subarray(0, HEADER_DIGEST_BYTES));
}

function checkUnchanged(adjacency: AdjacencyIndex, revision: number, artistCount: number): void {
  if (adjacency.revision === revision && adjacency.artistCount === artistCount) return;
  throw new GraphError(
    "GRAPH_CHANGED_MEANWHILE",
    "the graph changed while its snapshot was written: discard what was written and start again",
  );
}
