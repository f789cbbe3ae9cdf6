import {
  EPOCH_HEADER,
  type GraphArtist,
  type GraphDelta,
  type KeyedTopic,
  topics,
} from "@interlude/contracts";
import type { Codec, EventLog, OutgoingRecord } from "@interlude/stage";
import { epochMarkers } from "../../epoch-markers.js";
import type { EdgeList } from "../../graph/edge-list.js";
import { catalogArtist } from "../../graph/topics/catalog-topics.js";
import type { PacketEdits } from "./packet-edits.js";

const BATCH_RECORDS = 20_000;
const OF_GRAPH = [topics.graphDeltas, topics.graphArtists, topics.graphDirty];
const EMBEDDING = Buffer.alloc(256);

/** Writes what scoring reads, epoch by epoch. */
export class GraphTopics {
  #version = 0;
  #epoch = 0;
  #records: OutgoingRecord[] = [];

  constructor(private readonly servers: { readonly log: EventLog; readonly codec: Codec }) {}

  /** One epoch in which every edge appears and every artist is dirty. */
  async load(parts: readonly EdgeList[]): Promise<void> {
    this.#epoch += 1;
    for (const { mbids, ends, weights, firstRecordings } of parts) {
      for (let edge = 0; edge < weights.length; edge += 1) {
        const [artistA, artistB] = [mbids[ends[edge * 2]!]!, mbids[ends[edge * 2 + 1]!]!].sort() as [
          string,
          string,
        ];
        const [weight, firstRecording] = [weights[edge]!, firstRecordings[edge]!];
        await this.#delta({ kind: "edgeAdded", artistA, artistB, weight, firstRecording });
      }
      for (const [number, mbid] of mbids.entries()) {
        await this.#artist(mbid);
        await this.#add(topics.catalogArtists, catalogArtist(number, mbid));
      }
    }
    await this.#end("dump");
  }

  /** One epoch of a packet. */
  async packet({ edits, dirty }: PacketEdits): Promise<void> {
    this.#epoch += 1;
    for (const edit of edits) await this.#delta(edit);
    for (const mbid of dirty) await this.#artist(mbid);
    await this.#end("packet");
  }

  #delta(delta: Omit<GraphDelta, "graphVersion">): Promise<void> {
    this.#version += 1;
    return this.#add(topics.graphDeltas, { ...delta, graphVersion: this.#version });
  }

  async #artist(artist: string): Promise<void> {
    await this.#add(topics.graphDirty, { artist, graphVersion: this.#version });
    await this.#add(topics.graphArtists, artistOf(artist, this.#version));
  }

  async #add<Value extends Key, Key>(topic: KeyedTopic<Value, Key>, value: Value): Promise<void> {
    this.#records.push({
      topic: topic.name,
      key: Buffer.from(topic.keyOf(value)),
      value: this.servers.codec.encode(topic, value),
      headers: { [EPOCH_HEADER]: String(this.#epoch) },
    });
    if (this.#records.length >= BATCH_RECORDS) await this.#flush();
  }

  async #end(kind: "dump" | "packet"): Promise<void> {
    const epoch = this.#epoch;
    for (const [producedBy, ended] of [
      ["graph", OF_GRAPH],
      ["normalization", [topics.catalogArtists]],
    ] as const) {
      this.#records.push(...(await epochMarkers(this.servers, { epoch, kind, producedBy }, ended)));
    }
    await this.#flush();
  }

  async #flush(): Promise<void> {
    await this.servers.log.append(this.#records);
    this.#records = [];
  }
}

function artistOf(artist: string, graphVersion: number): GraphArtist {
  return {
    artist,
    name: `Artist ${artist.slice(0, 8)}`,
    degree: 1,
    weightedDegree: 1,
    embedding: EMBEDDING,
    coreNumber: 1,
    clustering: 0,
    component: null,
    community: null,
    communityVersion: null,
    attributes: Buffer.alloc(0),
    popularity: null,
    graphVersion,
  };
}
