import type { AdjacencyIndex } from "./adjacency-index.js";
import { Components, labelComponents } from "./components.js";
import { slicedCoreDecomposition } from "./core-decomposition.js";
import { CoreNumbers } from "./core-numbers.js";
import { type Sliced, atOnce } from "./slices.js";
import { Triangles, countTriangles } from "./triangles.js";

/** Where an artist stands in the graph as it is now. */
export interface ArtistStructure {
  readonly degree: number;
  /** Sum of the weights of the artist's edges. */
  readonly weightedDegree: number;
  readonly coreNumber: number;
  /** Local clustering coefficient, 0 … 1. */
  readonly clustering: number;
  /** MBID of the first artist, in the order of MBIDs, of the connected component. */
  readonly component: string;
  readonly componentSize: number;
}

/** What a structure consists of. */
export interface StructureParts {
  readonly triangles: Triangles;
  readonly cores: CoreNumbers;
  readonly components: Components;
}

/** All of the structure from the adjacency alone. */
export function* fullStructure(adjacency: AdjacencyIndex): Sliced<StructureParts> {
  const triangles = new Triangles(adjacency, yield* countTriangles(adjacency));
  const cores = new CoreNumbers(adjacency, yield* slicedCoreDecomposition(adjacency));
  const components = new Components(adjacency, yield* labelComponents(adjacency));
  return { triangles, cores, components };
}

/**
 * Core numbers, triangles and components together, exact after every change. The owner calls `edgeInserted` and
 * `edgeRemoved` right after each change of the adjacency.
 *
 * An edge moves the clustering of its ends and of their common neighbours. It can move core numbers further away,
 * which {@link takeMovedCores} tells of, and the component of everybody in it, of which nobody is told: a component
 * is as of the version at which it is read.
 */
export class GraphStructure {
  private readonly triangles: Triangles;
  private readonly cores: CoreNumbers;
  private readonly components: Components;
  /** Core number before the first change since they were asked for, of artists whose number has moved since. */
  private movedCores = new Map<number, number>();
  /** The component named last, for most artists are in the same one. */
  private named = { artist: -1, mbid: "" };

  /** @param parts parts of just this adjacency, if they are there already; computed where they are not */
  constructor(
    private readonly adjacency: AdjacencyIndex,
    { triangles, cores, components }: StructureParts = atOnce(fullStructure(adjacency)),
  ) {
    this.triangles = triangles;
    this.cores = cores;
    this.components = components;
  }

  /** Bytes of typed arrays that the structure holds: 20 an artist. */
  memoryBytes(): number {
    return this.triangles.memoryBytes() + this.cores.memoryBytes() + this.components.memoryBytes();
  }

  edgeInserted(a: number, b: number): void {
    this.triangles.edgeInserted(a, b);
    this.components.edgeInserted(a, b);
    for (const artist of this.cores.edgeInserted(a, b)) this.noteCore(artist, this.cores.of(artist) - 1);
  }

  edgeRemoved(a: number, b: number): void {
    this.triangles.edgeRemoved(a, b);
    this.components.edgeRemoved(a, b);
    for (const artist of this.cores.edgeRemoved(a, b)) this.noteCore(artist, this.cores.of(artist) + 1);
  }

  of(artist: number): ArtistStructure {
    const { adjacency, components } = this;
    return {
      degree: adjacency.degree(artist),
      weightedDegree: adjacency.weightedDegree(artist),
      coreNumber: this.cores.of(artist),
      clustering: this.triangles.clustering(artist),
      component: this.nameOf(components.of(artist)),
      componentSize: components.sizeOf(artist),
    };
  }

  coreOf(artist: number): number {
    return this.cores.of(artist);
  }

  /** The artist that the component is known by. */
  componentOf(artist: number): number {
    return this.components.of(artist);
  }

  /** The artists whose core number is another than at the last call. */
  takeMovedCores(): number[] {
    const before = this.movedCores;
    this.movedCores = new Map();
    return [...before.keys()].filter((artist) => this.cores.of(artist) !== before.get(artist));
  }

  private noteCore(artist: number, before: number): void {
    if (!this.movedCores.has(artist)) this.movedCores.set(artist, before);
  }

  private nameOf(artist: number): string {
    if (this.named.artist !== artist) this.named = { artist, mbid: this.adjacency.mbids.mbidOf(artist) };
    return this.named.mbid;
  }
}
