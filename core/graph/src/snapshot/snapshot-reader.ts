import { createHash } from "node:crypto";
import { AdjacencyIndex } from "../adjacency/adjacency-index.js";
import { EMBEDDING_DIMENSION } from "../embedding/embedding-rows.js";
import { EMBEDDING_DEFINITION } from "../embedding/embedding.js";
import { GraphError, type GraphErrorCode } from "../errors.js";
import { Int32Column } from "../adjacency/int32-column.js";
import {
  DIGEST_BYTES,
  FORMAT_VERSION,
  type GraphState,
  HAS_COMMUNITIES,
  HEADER_DIGEST_BYTES,
  HEADER_WORDS,
  MAGIC,
} from "./snapshot-format.js";

/** A graph restored from its snapshot. */
interface RestoredGraph extends GraphState {
  /** The snapshot is of another definition of the embedding: vectors that were published then differ from ours. */
  readonly embeddingRedefined: boolean;
}

/** More than the adjacency can address. */
const MAX_EDGES = 2 ** 31 - 1;

/** A section of the snapshot: so many records of so many words. */
interface Section {
  readonly recordWords: number;
  readonly records: number;
  readonly read: (words: Uint32Array, at: number) => void;
}

/**
 * Reads what `writeSnapshot` wrote, however it is cut into pieces.
 *
 * @throws GraphError if the bytes are not exactly a snapshot: GRAPH_SNAPSHOT_UNRECOGNIZED (something else),
 * GRAPH_SNAPSHOT_VERSION (written by a later Interlude), GRAPH_SNAPSHOT_TRUNCATED, GRAPH_SNAPSHOT_CORRUPT
 */
export async function readSnapshot(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<RestoredGraph> {
  const reader = new SnapshotReader();
  for await (const piece of pieces) reader.push(piece);
  return reader.end();
}

class SnapshotReader {
  readonly #hash = createHash("sha256");
  readonly #adjacency = new AdjacencyIndex();
  readonly #degrees = new Int32Column();
  /** Bytes that are not a whole record yet. */
  #rest: Uint8Array = new Uint8Array(0);
  readonly #queue: Section[] = [
    { recordWords: HEADER_WORDS, records: 1, read: (words, at) => this.#readHeader(words, at) },
  ];
  #recordsRead = 0;
  #header: { graphVersion: number; artists: number; edges: number; redefined: boolean } | null = null;
  #communities: { of: Int32Array; next: number; graphVersion: number } | null = null;
  /** The artist whose degree or edges are being read, and how many of its edges are still to come. */
  #artist = -1;
  #edgesLeft = 0;
  #degreeSum = 0;

  push(piece: Uint8Array): void {
    // Copied, since a piece may be a view that is not aligned to words.
    const bytes = new Uint8Array(this.#rest.length + piece.length);
    bytes.set(this.#rest);
    bytes.set(piece, this.#rest.length);
    const words = new Uint32Array(bytes.buffer, 0, bytes.length >>> 2);
    let at = 0;
    for (;;) {
      const section = this.#queue[0];
      if (section === undefined) break;
      const { recordWords, records, read } = section;
      const whole = Math.min(records - this.#recordsRead, Math.floor((words.length - at) / recordWords));
      for (let i = 0; i < whole; i += 1) read(words, at + i * recordWords);
      at += whole * recordWords;
      this.#recordsRead += whole;
      if (this.#recordsRead < records) break;
      this.#queue.shift();
      this.#recordsRead = 0;
    }
    this.#hash.update(bytes.subarray(0, at * 4));
    this.#rest = bytes.subarray(at * 4);
    if (this.#queue.length === 0 && this.#rest.length > DIGEST_BYTES) {
      throw corrupt("there are bytes after its end");
    }
  }

  end(): RestoredGraph {
    const header = this.#header;
    const adjacency = this.#adjacency;
    if (header === null || this.#queue.length > 0 || this.#rest.length < DIGEST_BYTES) {
      throw unreadable("GRAPH_SNAPSHOT_TRUNCATED", "the snapshot ends early");
    }
    if (!this.#hash.digest().equals(this.#rest)) throw corrupt("its digest does not match");
    for (let artist = 0; artist < header.artists; artist += 1) {
      if (adjacency.degree(artist) !== this.#degrees.get(artist)) {
        throw corrupt(`the list of artist ${artist} is not as long as it says`);
      }
    }
    adjacency.expectDegrees(null);
    const { graphVersion } = header;
    return {
      adjacency,
      graphVersion,
      communities: this.#communities,
      embeddingRedefined: header.redefined,
    };
  }

  #readHeader(words: Uint32Array, at: number): void {
    const [magic, magicEnd, version, flags] = words.subarray(at, at + 4) as unknown as number[];
    if (magic !== MAGIC[0] || magicEnd !== MAGIC[1]) {
      throw unreadable("GRAPH_SNAPSHOT_UNRECOGNIZED", "the bytes are not a graph snapshot");
    }
    if (version !== FORMAT_VERSION) {
      throw unreadable(
        "GRAPH_SNAPSHOT_VERSION",
        `the snapshot has format ${version}, and this Interlude reads ${FORMAT_VERSION}`,
      );
    }
    const bytes = Buffer.from(words.buffer, at * 4, HEADER_WORDS * 4);
    const digested = bytes.subarray(0, bytes.length - HEADER_DIGEST_BYTES);
    const digest = createHash("sha256").update(digested).digest().subarray(0, HEADER_DIGEST_BYTES);
    if (!digest.equals(bytes.subarray(digested.length)))
      throw corrupt("the digest of its header does not match");
    const [artists, edges, dimension, definition] = words.subarray(at + 6, at + 10) as unknown as number[];
    if (edges! > MAX_EDGES || (artists === 0 && edges !== 0)) {
      throw corrupt(`${artists} artists cannot have ${edges} edges`);
    }
    this.#header = {
      graphVersion: longAt(words, at + 4),
      artists: artists!,
      edges: edges!,
      redefined: dimension !== EMBEDDING_DIMENSION || definition !== EMBEDDING_DEFINITION,
    };
    this.#adjacency.mbids.expect(artists!);
    this.#expectBody(artists!, edges!, (flags! & HAS_COMMUNITIES) !== 0);
  }

  #expectBody(artists: number, edges: number, hasCommunities: boolean): void {
    const sections: Section[] = [
      { recordWords: 4, records: artists, read: (words, at) => this.#readMbid(words, at) },
      { recordWords: 1, records: artists, read: (words, at) => this.#readDegree(words[at]!) },
      { recordWords: 3, records: edges, read: (words, at) => this.#readEdge(words, at) },
    ];
    if (hasCommunities) {
      let artist = 0;
      sections.push(
        { recordWords: 4, records: 1, read: (words, at) => this.#readCommunities(words, at) },
        {
          recordWords: 1,
          records: artists,
          read: (words, at) => {
            this.#readCommunity(artist, words[at]! | 0);
            artist += 1;
          },
        },
      );
    }
    this.#queue.push(...sections);
  }

  #readMbid(words: Uint32Array, at: number): void {
    const id = this.#adjacency.artistCount;
    if (this.#adjacency.internWords(words, at) !== id) {
      throw corrupt(`it has the artist ${this.#adjacency.mbids.mbidOf(id - 1)} or one before twice`);
    }
  }

  #readDegree(degree: number): void {
    this.#artist += 1;
    const { artists, edges } = this.#header!;
    if (degree >= artists) throw corrupt(`artist ${this.#artist} has more neighbours than there are`);
    this.#degrees.ensure(this.#artist + 1);
    this.#degrees.set(this.#artist, degree);
    this.#degreeSum += degree;
    if (this.#artist + 1 < artists) return;
    if (this.#degreeSum !== 2 * edges) throw corrupt("its lists have not as many edges as its header says");
    this.#artist = -1;
    this.#adjacency.expectDegrees(this.#degrees);
  }

  #readEdge(words: Uint32Array, at: number): void {
    while (this.#edgesLeft === 0) {
      this.#artist += 1;
      if (this.#artist === this.#header!.artists)
        throw corrupt("it has edges beyond the degrees of its artists");
      // Edges to smaller ids have been read with these.
      this.#edgesLeft = this.#degrees.get(this.#artist) - this.#adjacency.degree(this.#artist);
    }
    this.#edgesLeft -= 1;
    const neighbour = words[at]!;
    if (neighbour <= this.#artist) throw corrupt(`its list of artist ${this.#artist} is out of order`);
    try {
      const change = this.#adjacency.setEdge(this.#artist, neighbour, words[at + 1]!, words[at + 2]!);
      if (change !== "inserted") throw corrupt(`it has the edge ${this.#artist}:${neighbour} twice`);
    } catch (cause) {
      if (!(cause instanceof GraphError) || cause.code === "GRAPH_SNAPSHOT_CORRUPT") throw cause;
      throw corrupt(`it has an invalid edge: ${cause.message}`, cause);
    }
  }

  #readCommunities(words: Uint32Array, at: number): void {
    this.#communities = {
      graphVersion: longAt(words, at),
      next: longAt(words, at + 2),
      of: new Int32Array(this.#adjacency.artistCount),
    };
  }

  #readCommunity(artist: number, community: number): void {
    const { of, next } = this.#communities!;
    if (community < -1 || community >= next)
      throw corrupt(`artist ${artist} has community ${community}, which was never assigned`);
    of[artist] = community;
  }
}

function longAt(words: Uint32Array, at: number): number {
  const value = words[at]! + words[at + 1]! * 2 ** 32;
  if (!Number.isSafeInteger(value)) throw corrupt("it has a number beyond 53 bits");
  return value;
}

function corrupt(what: string, cause?: unknown): GraphError {
  return unreadable("GRAPH_SNAPSHOT_CORRUPT", `the snapshot is damaged: ${what}`, cause);
}

function unreadable(code: GraphErrorCode, what: string, cause?: unknown): GraphError {
  return new GraphError(code, `${what}; use an older snapshot or rebuild the graph from its topics`, {
    cause,
  });
}
