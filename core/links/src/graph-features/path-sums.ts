import type { NeighbourLists } from "@interlude/core-graph";

/** What the paths between the two ends of a pair that is not joined say. */
export interface PairPaths {
  readonly degreeA: number;
  readonly degreeB: number;
  /** Paths of length two: common neighbours u. */
  readonly commonNeighbours: number;
  /** Σ 1/ln(degree(u)). */
  readonly adamicAdar: number;
  /** Σ 1/degree(u). */
  readonly resourceAllocation: number;
  /** Σ 1/√(degree(u)·degree(v)) over the paths a–u–v–b of length three. */
  readonly threeStepPaths: number;
  /** Σ (how many other common neighbours u is joined to) / degree(u). */
  readonly localCommunity: number;
}

/**
 * Sums over all paths of length two and three from one vertex, in one pass: O(paths of length three). They are those
 * of pairs that are not joined: for a neighbour, the sum of length three holds walks over the edge itself.
 */
export class PathSums {
  readonly #counts: Float64Array;
  readonly #adamicAdar: Float64Array;
  readonly #resourceAllocation: Float64Array;
  readonly #halfway: Float64Array;
  readonly #three: Float64Array;
  readonly #isNeighbour: Uint8Array;
  readonly #atTwo: number[] = [];
  readonly #atThree: number[] = [];
  readonly #isCommon: Uint8Array;
  #from = 0;

  constructor(private readonly graph: NeighbourLists) {
    const n = graph.artistCount;
    this.#counts = new Float64Array(n);
    this.#adamicAdar = new Float64Array(n);
    this.#resourceAllocation = new Float64Array(n);
    this.#halfway = new Float64Array(n);
    this.#three = new Float64Array(n);
    this.#isNeighbour = new Uint8Array(n);
    this.#isCommon = new Uint8Array(n);
  }

  /** Adds up from a vertex. */
  start(from: number): void {
    this.#clear();
    this.#from = from;
    this.#forNeighbours(from, (u) => {
      this.#isNeighbour[u] = 1;
      this.#takeTwo(u);
    });
    for (const v of this.#atTwo) {
      const share = this.#halfway[v]! / Math.sqrt(this.graph.degree(v));
      const { graph } = this;
      const block = graph.listBlock(v);
      const end = graph.listStart(v) + graph.degree(v);
      for (let i = graph.listStart(v); i < end; i += 1) {
        const b = block[i]!;
        if (b === from) continue;
        if (this.#three[b] === 0) this.#atThree.push(b);
        this.#three[b]! += share;
      }
    }
  }

  /** The vertices at distance two of the start, in no particular order. */
  atDistanceTwo(): number[] {
    return this.#atTwo.filter((vertex) => this.#isNeighbour[vertex] === 0);
  }

  /** The sums between the start and a vertex that is not its neighbour. */
  to(vertex: number): PairPaths {
    return {
      degreeA: this.graph.degree(this.#from),
      degreeB: this.graph.degree(vertex),
      commonNeighbours: this.#counts[vertex]!,
      adamicAdar: this.#adamicAdar[vertex]!,
      resourceAllocation: this.#resourceAllocation[vertex]!,
      threeStepPaths: this.#three[vertex]!,
      localCommunity: this.#localCommunity(vertex),
    };
  }

  /** Walks over the neighbours of the common neighbours. */
  #localCommunity(vertex: number): number {
    if (this.#counts[vertex]! < 2) return 0;
    const common: number[] = [];
    this.#forNeighbours(vertex, (u) => {
      if (this.#isNeighbour[u] === 1) common.push(u);
    });
    for (const u of common) this.#isCommon[u] = 1;
    let sum = 0;
    for (const u of common) {
      let joined = 0;
      this.#forNeighbours(u, (v) => (joined += this.#isCommon[v]!));
      sum += joined / this.graph.degree(u);
    }
    for (const u of common) this.#isCommon[u] = 0;
    return sum;
  }

  #takeTwo(u: number): void {
    const degree = this.graph.degree(u);
    if (degree < 2) return;
    const adamicAdar = 1 / Math.log(degree);
    const halfway = 1 / Math.sqrt(degree);
    const { graph } = this;
    const block = graph.listBlock(u);
    const end = graph.listStart(u) + degree;
    for (let i = graph.listStart(u); i < end; i += 1) {
      const v = block[i]!;
      if (v === this.#from) continue;
      if (this.#counts[v] === 0) this.#atTwo.push(v);
      this.#counts[v]! += 1;
      this.#adamicAdar[v]! += adamicAdar;
      this.#resourceAllocation[v]! += 1 / degree;
      this.#halfway[v]! += halfway;
    }
  }

  #clear(): void {
    this.#forNeighbours(this.#from, (u) => (this.#isNeighbour[u] = 0));
    for (const v of this.#atTwo) {
      this.#counts[v] = this.#adamicAdar[v] = this.#resourceAllocation[v] = this.#halfway[v] = 0;
    }
    for (const v of this.#atThree) this.#three[v] = 0;
    this.#atTwo.length = 0;
    this.#atThree.length = 0;
  }

  #forNeighbours(vertex: number, visit: (neighbour: number) => void): void {
    const { graph } = this;
    if (graph.artistCount === 0) return;
    const block = graph.listBlock(vertex);
    const end = graph.listStart(vertex) + graph.degree(vertex);
    for (let i = graph.listStart(vertex); i < end; i += 1) visit(block[i]!);
  }
}
