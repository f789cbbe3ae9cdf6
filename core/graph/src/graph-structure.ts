import type { AdjacencyIndex } from "./adjacency-index.js";
import { Components } from "./components.js";
import { CoreNumbers } from "./core-numbers.js";
import { Triangles } from "./triangles.js";

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
  private movedCores = new Set<number>();

  constructor(private readonly adjacency: AdjacencyIndex) {
    this.triangles = new Triangles(adjacency);
    this.cores = new CoreNumbers(adjacency);
    this.components = new Components(adjacency);
  }

  /** Bytes of typed arrays that the structure holds: 20 an artist. */
  memoryBytes(): number {
    return this.triangles.memoryBytes() + this.cores.memoryBytes() + this.components.memoryBytes();
  }

  edgeInserted(a: number, b: number): void {
    this.triangles.edgeInserted(a, b);
    this.components.edgeInserted(a, b);
    for (const artist of this.cores.edgeInserted(a, b)) this.movedCores.add(artist);
  }

  edgeRemoved(a: number, b: number): void {
    this.triangles.edgeRemoved(a, b);
    this.components.edgeRemoved(a, b);
    for (const artist of this.cores.edgeRemoved(a, b)) this.movedCores.add(artist);
  }

  of(artist: number): ArtistStructure {
    const { adjacency, components } = this;
    return {
      degree: adjacency.degree(artist),
      weightedDegree: adjacency.weightedDegree(artist),
      coreNumber: this.cores.of(artist),
      clustering: this.triangles.clustering(artist),
      component: adjacency.mbids.mbidOf(components.of(artist)),
      componentSize: components.sizeOf(artist),
    };
  }

  /** The artists whose core number has moved since the last call, some perhaps back again. */
  takeMovedCores(): ReadonlySet<number> {
    const moved = this.movedCores;
    this.movedCores = new Set();
    return moved;
  }
}
