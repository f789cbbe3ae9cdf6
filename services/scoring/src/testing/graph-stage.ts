import type { CatalogArtist, DirtyArtist, GraphArtist, GraphDelta } from "@interlude/contracts";
import { CollaborationGraph, dirtyArtists } from "@interlude/core-graph";
import type { StreamRecord } from "@interlude/stage";

/** A collaboration as it is from now on; weight 0 removes it. */
export interface PairEdit {
  readonly a: string;
  readonly b: string;
  readonly weight: number;
  readonly firstRecording: number;
}

/** What the graph stage publishes for an epoch, and the catalogue's records of it. */
export interface GraphEpoch {
  readonly catalogue?: StreamRecord<CatalogArtist>[];
  readonly deltas: StreamRecord<GraphDelta>[];
  readonly dirty: StreamRecord<DirtyArtist>[];
  readonly artists: StreamRecord<GraphArtist>[];
}

const NONE = "00000000-0000-0000-0000-000000000000";

function record<Value>(key: string, value: Value | null): StreamRecord<Value> {
  return { key, value, headers: {}, epoch: 1, topic: "", partition: 0, offset: 0n };
}

/** Stands in for the graph service: turns edits and names into the records of an epoch. */
export class GraphStage {
  readonly graph = new CollaborationGraph();
  /** What the catalogue has of artists. */
  readonly catalogue = new Map<string, CatalogArtist>();
  #version = 0;

  /** A graph that was rebuilt leaves versions out. */
  skipVersion(): void {
    this.#version += 1;
  }

  /** Every edge, as the graph publishes them now and then. */
  snapshot(): StreamRecord<GraphDelta>[] {
    const { adjacency } = this.graph;
    const items: GraphDelta[] = [];
    const graphVersion = this.#version;
    adjacency.forEachEdge((one, other, weight, firstRecording) => {
      const [artistA, artistB] = [adjacency.mbids.mbidOf(one), adjacency.mbids.mbidOf(other)].sort();
      items.push({
        graphVersion,
        kind: "snapshotEdge",
        artistA: artistA!,
        artistB: artistB!,
        weight,
        firstRecording,
      });
    });
    items.push({
      graphVersion,
      kind: "snapshotEnd",
      artistA: NONE,
      artistB: NONE,
      weight: items.length,
      firstRecording: 0,
    });
    return items.map((item) => record(`${item.artistA}:${item.artistB}`, item));
  }

  /** @param catalogue records of artists that changed; null withdraws one */
  epoch(
    edits: readonly PairEdit[],
    names: ReadonlyMap<string, string | null>,
    catalogue: ReadonlyMap<string, CatalogArtist | null> = new Map(),
  ): GraphEpoch {
    for (const [artist, entry] of catalogue) {
      if (entry === null) this.catalogue.delete(artist);
      else this.catalogue.set(artist, entry);
    }
    const deltas: StreamRecord<GraphDelta>[] = [];
    const ends = new Set<number>();
    const firstRecordingChanged = new Set<number>();
    for (const { a, b, weight, firstRecording } of edits) {
      const change = weight > 0 ? this.graph.set(a, b, weight, firstRecording) : this.graph.remove(a, b);
      if (change === null) continue;
      this.#version += 1;
      if (change.firstRecordingChanged) firstRecordingChanged.add(change.a).add(change.b);
      if (change.kind !== "edgeChanged") ends.add(change.a).add(change.b);
      deltas.push(
        record(`${a}:${b}`, {
          graphVersion: this.#version,
          kind: change.kind,
          artistA: a,
          artistB: b,
          weight,
          firstRecording: weight > 0 ? firstRecording : 0,
        }),
      );
    }
    const { adjacency } = this.graph;
    const dirty = [...dirtyArtists(adjacency, ends, firstRecordingChanged)].map((id) => {
      const artist = adjacency.mbids.mbidOf(id);
      return record(artist, { artist, graphVersion: this.#version });
    });
    const artists = [...names].map(([artist, name]) =>
      record<GraphArtist>(
        artist,
        name === null
          ? null
          : {
              artist,
              name,
              degree: 0,
              weightedDegree: 0,
              embedding: Buffer.alloc(0),
              coreNumber: 0,
              clustering: 0,
              component: null,
              community: null,
              communityVersion: null,
              attributes: Buffer.alloc(0),
              popularity: null,
              graphVersion: this.#version,
            },
      ),
    );
    return {
      catalogue: [...catalogue].map(([artist, entry]) => record(artist, entry)),
      deltas,
      dirty,
      artists,
    };
  }
}
