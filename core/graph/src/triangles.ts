import type { AdjacencyIndex } from "./adjacency-index.js";
import { Int32Column } from "./int32-column.js";

/**
 * How many triangles each artist is in, and from it the local clustering coefficient (Watts & Strogatz 1998).
 *
 * An edge a–b closes one triangle with each common neighbour, so a change costs as much as finding these. A count is
 * at most the number of edges between the artist's neighbours, so 32 bits hold it.
 *
 * The owner calls `edgeInserted` and `edgeRemoved` right after each change of the adjacency.
 */
export class Triangles {
  private readonly counts = new Int32Column();

  constructor(private readonly adjacency: AdjacencyIndex) {
    this.counts.ensure(adjacency.artistCount);
    adjacency.forEachEdge((a, b) => {
      adjacency.forEachCommonNeighbour(a, b, (c) => {
        // Each triangle is seen from its three edges; taken from the one of the two smallest ids.
        if (c < b) return;
        this.counts.add(a, 1);
        this.counts.add(b, 1);
        this.counts.add(c, 1);
      });
    });
  }

  memoryBytes(): number {
    return this.counts.byteLength;
  }

  edgeInserted(a: number, b: number): void {
    this.change(a, b, 1);
  }

  edgeRemoved(a: number, b: number): void {
    this.change(a, b, -1);
  }

  /** Number of pairs of an artist's neighbours who collaborated with each other. */
  of(artist: number): number {
    this.counts.ensure(this.adjacency.artistCount);
    return this.counts.get(artist);
  }

  /** Share of the pairs of an artist's neighbours who collaborated, 0 … 1; 0 with fewer than two neighbours. */
  clustering(artist: number): number {
    const degree = this.adjacency.degree(artist);
    return degree < 2 ? 0 : this.of(artist) / ((degree * (degree - 1)) / 2);
  }

  private change(a: number, b: number, by: 1 | -1): void {
    const { counts } = this;
    counts.ensure(this.adjacency.artistCount);
    let common = 0;
    this.adjacency.forEachCommonNeighbour(a, b, (c) => {
      common += 1;
      counts.add(c, by);
    });
    counts.add(a, by * common);
    counts.add(b, by * common);
  }
}
