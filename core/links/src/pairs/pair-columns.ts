/** What the graph says about one pair, as {@link PairColumns} holds it in columns. */
export interface PairCounts {
  /** Artists who recorded with both. */
  readonly commonNeighbours: number;
  /** Σ 1/ln(degree) over them. */
  readonly adamicAdar: number;
  /** Σ 1/degree over them. */
  readonly resourceAllocation: number;
  /** Σ 1/√(degree(u) · degree(v)) over the paths a–u–v–b; 0 unless such paths were asked for. */
  readonly threeStepPaths: number;
  /** Σ (how many other common neighbours u is joined to) / degree(u) over the common neighbours u; 0 unless asked for. */
  readonly amongCommon: number;
  /** Neighbours of either end, the edge between the two not counted. */
  readonly degreeA: number;
  readonly degreeB: number;
}

/** Pairs of one artist, as parallel columns of which the first `count` entries count. Reused by the next enumeration. */
export class PairColumns {
  artist = 0;
  count = 0;
  /** Whether every pair has a common neighbour. */
  areAtDistanceTwo = false;
  /** The other artist of each pair. */
  others = new Int32Array(64);
  /** Neighbours of `artist`, less the other one where the two are joined. */
  degrees = new Int32Array(64);
  /** Neighbours of the other artist, less `artist` where the two are joined. */
  otherDegrees = new Int32Array(64);
  commonNeighbours = new Int32Array(64);
  adamicAdar = new Float64Array(64);
  resourceAllocation = new Float64Array(64);
  threeStepPaths = new Float64Array(64);
  amongCommon = new Float64Array(64);

  /** The counts of pair `index`. */
  at(index: number): PairCounts {
    return {
      commonNeighbours: this.commonNeighbours[index]!,
      adamicAdar: this.adamicAdar[index]!,
      resourceAllocation: this.resourceAllocation[index]!,
      threeStepPaths: this.threeStepPaths[index]!,
      amongCommon: this.amongCommon[index]!,
      degreeA: this.degrees[index]!,
      degreeB: this.otherDegrees[index]!,
    };
  }

  /** Begins the pairs of an artist, with room for `capacity` of them; earlier contents are lost. */
  begin(artist: number, capacity: number): void {
    this.artist = artist;
    this.count = 0;
    if (capacity <= this.others.length) return;
    const size = Math.max(capacity, this.others.length * 2);
    this.others = new Int32Array(size);
    this.degrees = new Int32Array(size);
    this.otherDegrees = new Int32Array(size);
    this.commonNeighbours = new Int32Array(size);
    this.adamicAdar = new Float64Array(size);
    this.resourceAllocation = new Float64Array(size);
    this.threeStepPaths = new Float64Array(size);
    this.amongCommon = new Float64Array(size);
  }
}
