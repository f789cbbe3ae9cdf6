import type { AdjacencyIndex } from "../adjacency/adjacency-index.js";
import { type CooperativeTask, runToCompletion } from "../cooperative-task.js";
import { Components } from "./components.js";
import { coreDecompositionTask } from "./core-decomposition.js";
import { CoreNumbers } from "./core-numbers.js";
import { labelComponents } from "./label-components.js";
import { Triangles, countTriangles } from "./triangles.js";

/** The structural measures of an artist's vertex. */
export interface ArtistStructure {
  readonly degree: number;
  /** Sum of the weights of the artist's edges. */
  readonly weightedDegree: number;
  readonly coreNumber: number;
  /** Local clustering coefficient, 0 … 1. */
  readonly clustering: number;
  /** Smallest MBID in the artist's connected component. */
  readonly component: string;
  readonly componentSize: number;
}

/** What a structure consists of. */
interface StructureParts {
  readonly triangles: Triangles;
  readonly cores: CoreNumbers;
  readonly components: Components;
}

/** Computes the whole structure from the adjacency. */
export function* fullStructure(adjacency: AdjacencyIndex): CooperativeTask<StructureParts> {
  const triangles = new Triangles(adjacency, yield* countTriangles(adjacency));
  const cores = new CoreNumbers(adjacency, yield* coreDecompositionTask(adjacency));
  const components = new Components(adjacency, yield* labelComponents(adjacency));
  return { triangles, cores, components };
}

/**
 * Core numbers, triangles and components together, exact after every change. The owner calls `edgeInserted` and
 * `edgeRemoved` right after each change of the adjacency.
 *
 * An edge changes the clustering of its endpoints and of their common neighbours. It can change core numbers further
 * away, which {@link drainChangedCores} lists, and the component of all its vertices, which nothing lists: the caller
 * compares {@link componentOf}.
 */
export class GraphStructure {
  readonly #triangles: Triangles;
  readonly #cores: CoreNumbers;
  readonly #components: Components;
  /** Core number at the last drain of every artist whose number was changed since. */
  #changedCores = new Map<number, number>();
  /** MBID of the last representative: most artists are in the same component. */
  #lastComponent = { artist: -1, mbid: "" };

  /** @param parts parts of this adjacency as it is now; computed if omitted */
  constructor(
    private readonly adjacency: AdjacencyIndex,
    { triangles, cores, components }: StructureParts = runToCompletion(fullStructure(adjacency)),
  ) {
    this.#triangles = triangles;
    this.#cores = cores;
    this.#components = components;
  }

  /** Bytes of typed arrays that the structure holds: 20 an artist. */
  memoryBytes(): number {
    return this.#triangles.memoryBytes() + this.#cores.memoryBytes() + this.#components.memoryBytes();
  }

  edgeInserted(a: number, b: number): void {
    this.#triangles.edgeInserted(a, b);
    this.#components.edgeInserted(a, b);
    for (const artist of this.#cores.edgeInserted(a, b)) this.#recordCore(artist, this.#cores.of(artist) - 1);
  }

  edgeRemoved(a: number, b: number): void {
    this.#triangles.edgeRemoved(a, b);
    this.#components.edgeRemoved(a, b);
    for (const artist of this.#cores.edgeRemoved(a, b)) this.#recordCore(artist, this.#cores.of(artist) + 1);
  }

  of(artist: number): ArtistStructure {
    const { adjacency } = this;
    return {
      degree: adjacency.degree(artist),
      weightedDegree: adjacency.weightedDegree(artist),
      coreNumber: this.#cores.of(artist),
      clustering: this.#triangles.clustering(artist),
      component: this.#mbidOf(this.#components.of(artist)),
      componentSize: this.#components.sizeOf(artist),
    };
  }

  coreOf(artist: number): number {
    return this.#cores.of(artist);
  }

  /** The representative of the artist's component: its artist with the smallest MBID. */
  componentOf(artist: number): number {
    return this.#components.of(artist);
  }

  /** The artists whose core number differs from the one at the last call, and resets the record of them. */
  drainChangedCores(): number[] {
    const before = this.#changedCores;
    this.#changedCores = new Map();
    return [...before.keys()].filter((artist) => this.#cores.of(artist) !== before.get(artist));
  }

  #recordCore(artist: number, before: number): void {
    if (!this.#changedCores.has(artist)) this.#changedCores.set(artist, before);
  }

  #mbidOf(artist: number): string {
    if (this.#lastComponent.artist !== artist) {
      this.#lastComponent = { artist, mbid: this.adjacency.mbids.mbidOf(artist) };
    }
    return this.#lastComponent.mbid;
  }
}
