import type { NeighbourLists } from "@interlude/core-graph";
import { TermTable, adamicAdarTerm, pathWeight, resourceAllocationTerm } from "./exact-terms.js";
import { PairColumns } from "./pair-columns.js";

/** Which pairs of an artist to enumerate: all, or those with an artist of larger id (each pair once). */
export type PairScope = "all" | "larger ids";

/** Whether the artist's neighbours are asked for, too. They share many common neighbours, and cost as much again. */
export type PairKinds = "candidates" | "candidates and known";

/** Sums that cost more than the paths of length two: they are left at 0 unless asked for. */
export interface PairWalks {
  /** Paths of length three. */
  readonly threeStepPaths: boolean;
  /** Edges among common neighbours. */
  readonly amongCommon: boolean;
}

const NO_WALKS: PairWalks = { threeStepPaths: false, amongCommon: false };

/** Sums over the paths artist–u–v, side by side at the place of each v: they are read and written together. */
const WIDTH = 4;
const END = -1;
const [COUNT, ADAMIC_ADAR, ALLOCATION, WEIGHT] = [0, 1, 2, 3];

/**
 * Enumerates pairs of an artist with what the paths between the two say. Sums over the paths of length two are scattered
 * over the artist's neighbours' neighbours in one pass, each of which gets a place when it is first reached, so that the
 * sums of one artist lie close together however large the graph is; those that go further are
 * gathered from the neighbours of each artist at the other end. O(paths of length two); with walks, O(paths of length
 * three).
 *
 * A known collaboration is counted as if the edge between the two were not there, so that it can be scored with its own
 * evidence hidden: common neighbours and their degrees do not depend on that edge, the degrees of the two are one
 * less, and paths of length three do not go through it.
 *
 * The columns are reused by the next call. Sums are exact, see `./exact-terms.js`.
 */
export class TwoHopPairs {
  /** Artists at distance two. */
  readonly candidates = new PairColumns();
  /** Neighbours. */
  readonly known = new PairColumns();
  /** Artists that were asked for, see {@link to}. */
  readonly selected = new PairColumns();
  /** Of each v that is reached: its place, from 1 on; 0 of all others. */
  #place = new Int32Array(0);
  /** By place: the artist there. */
  #reached = new Int32Array(1);
  /** By place; zeros at place 0. */
  #sums = new Float64Array(WIDTH);
  /** By place: Σ weight(u) · weight(v) over the paths artist–u–v; 0 at place 0. */
  #shares = new Float64Array(1);
  #isNeighbour = new Uint8Array(0);
  #isCommon = new Uint8Array(0);
  #common = new Int32Array(0);
  /** Of each neighbour u, which other neighbours it is joined to, one list after the other, each ended by {@link END}. */
  #joined = new Int32Array(0);
  /** Index of the first of them in `#joined`, by u. */
  #firstJoined = new Int32Array(0);
  #others = new Int32Array(0);
  #reachedCount = 0;
  readonly #adamicAdar = new TermTable(adamicAdarTerm);
  readonly #allocation = new TermTable(resourceAllocationTerm);
  readonly #weight = new TermTable(pathWeight);

  constructor(
    private readonly graph: NeighbourLists,
    private readonly walks: PairWalks = NO_WALKS,
  ) {
    this.candidates.areAtDistanceTwo = true;
  }

  /** Fills `candidates` for one artist, and `known` if it is asked for; it is empty otherwise. */
  enumerate(artist: number, scope: PairScope = "all", kinds: PairKinds = "candidates"): void {
    const above = scope === "all" ? -1 : artist;
    this.#begin(artist, above);
    const [reached, isNeighbour, others] = [this.#reached, this.#isNeighbour, this.#others];
    let count = 0;
    for (let at = 1; at <= this.#reachedCount; at += 1) {
      const other = reached[at]!;
      if (other <= above || isNeighbour[other] === 1) continue;
      others[count] = other;
      count += 1;
    }
    this.#fill(this.candidates, artist, others, count);
    if (kinds === "candidates") this.known.begin(artist, 0);
    else this.#fillKnown(artist, above);
    this.#clear(artist);
  }

  #fillKnown(artist: number, above: number): void {
    const { graph } = this;
    const others = this.#others;
    const block = graph.listBlock(artist);
    const start = graph.listStart(artist);
    let count = 0;
    for (let i = start; i < start + graph.degree(artist); i += 1) {
      if (block[i]! <= above) continue;
      others[count] = block[i]!;
      count += 1;
    }
    this.#fill(this.known, artist, others, count);
  }

  /** Fills `selected` with the pairs of one artist and `others`, in their order, whatever their distance. */
  to(artist: number, others: ArrayLike<number>): void {
    this.#begin(artist, -1);
    this.#fill(this.selected, artist, others, others.length);
    this.#clear(artist);
  }

  /** Adds up over all paths artist–u–v; of v up to `above`, only where walks go on from there. */
  #begin(artist: number, above: number): void {
    this.#grow();
    const { graph } = this;
    const { threeStepPaths, amongCommon } = this.walks;
    const [place, isNeighbour] = [this.#place, this.#isNeighbour];
    const block = graph.listBlock(artist);
    const start = graph.listStart(artist);
    const end = start + graph.degree(artist);
    let paths = 0;
    for (let i = start; i < end; i += 1) {
      isNeighbour[block[i]!] = 1;
      paths += graph.degree(block[i]!);
    }
    this.#reserve(Math.min(paths, graph.artistCount));
    const [sums, reached] = [this.#sums, this.#reached];
    let count = 0;
    for (let i = start; i < end; i += 1) {
      const u = block[i]!;
      const degree = graph.degree(u);
      const adamicAdar = this.#adamicAdar.at(degree);
      const allocation = this.#allocation.at(degree);
      const weight = this.#weight.at(degree);
      const second = graph.listBlock(u);
      const first = graph.listStart(u);
      // Backwards, so that the sorted list can be left as soon as it falls to `above`.
      let j = first + degree - 1;
      for (; j >= first; j -= 1) {
        const v = second[j]!;
        if (v <= above) break;
        if (v === artist) continue;
        const at = place[v]!;
        if (at === 0) {
          count += 1;
          place[v] = count;
          reached[count] = v;
          sums[WIDTH * count] = 1;
          sums[WIDTH * count + ADAMIC_ADAR] = adamicAdar;
          sums[WIDTH * count + ALLOCATION] = allocation;
          sums[WIDTH * count + WEIGHT] = weight;
          continue;
        }
        sums[WIDTH * at]! += 1;
        sums[WIDTH * at + ADAMIC_ADAR]! += adamicAdar;
        sums[WIDTH * at + ALLOCATION]! += allocation;
        sums[WIDTH * at + WEIGHT]! += weight;
      }
      if (!threeStepPaths) continue;
      for (; j >= first; j -= 1) {
        const v = second[j]!;
        if (v === artist) continue;
        const at = place[v]!;
        if (at === 0) {
          count += 1;
          place[v] = count;
          reached[count] = v;
          sums[WIDTH * count] = 0;
          sums[WIDTH * count + ADAMIC_ADAR] = 0;
          sums[WIDTH * count + ALLOCATION] = 0;
          sums[WIDTH * count + WEIGHT] = weight;
          continue;
        }
        sums[WIDTH * at + WEIGHT]! += weight;
      }
    }
    this.#reachedCount = count;
    if (amongCommon) this.#joinNeighbours(artist);
    if (!threeStepPaths) return;
    for (let at = 1; at <= count; at += 1) {
      this.#shares[at] = sums[WIDTH * at + WEIGHT]! * this.#weight.at(graph.degree(reached[at]!));
    }
  }

  /** Lists, for each neighbour u of the artist, which other neighbours u is joined to. */
  #joinNeighbours(artist: number): void {
    const { graph } = this;
    const [isNeighbour, firstJoined] = [this.#isNeighbour, this.#firstJoined];
    const block = graph.listBlock(artist);
    const start = graph.listStart(artist);
    const end = start + graph.degree(artist);
    let length = end - start;
    for (let i = start; i < end; i += 1) length += graph.degree(block[i]!);
    if (length > this.#joined.length) this.#joined = new Int32Array(2 * length);
    const joined = this.#joined;
    let next = 0;
    for (let i = start; i < end; i += 1) {
      const u = block[i]!;
      const second = graph.listBlock(u);
      const first = graph.listStart(u);
      firstJoined[u] = next;
      for (let j = first; j < first + graph.degree(u); j += 1) {
        // Written always, kept if it is one: there is no branch to predict.
        joined[next] = second[j]!;
        next += isNeighbour[second[j]!]!;
      }
      joined[next] = END;
      next += 1;
    }
  }

  /** Writes the pairs of the artist and the first `count` of `others`. */
  #fill(columns: PairColumns, artist: number, others: ArrayLike<number>, count: number): void {
    columns.begin(artist, count);
    const { graph } = this;
    const [sums, place, isNeighbour] = [this.#sums, this.#place, this.#isNeighbour];
    const { degrees, otherDegrees, commonNeighbours, adamicAdar, resourceAllocation } = columns;
    const degree = graph.degree(artist);
    for (let at = 0; at < count; at += 1) {
      const other = others[at]!;
      const hidden = isNeighbour[other]!;
      const from = WIDTH * place[other]!;
      columns.others[at] = other;
      degrees[at] = degree - hidden;
      otherDegrees[at] = graph.degree(other) - hidden;
      commonNeighbours[at] = sums[from + COUNT]!;
      adamicAdar[at] = sums[from + ADAMIC_ADAR]!;
      resourceAllocation[at] = sums[from + ALLOCATION]!;
    }
    columns.count = count;
    this.#gather(columns);
  }

  /** Adds up what goes on from the neighbours of each artist at the other end. */
  #gather({ artist, count, others, commonNeighbours, threeStepPaths, amongCommon }: PairColumns): void {
    const { graph, walks } = this;
    if (!walks.threeStepPaths) threeStepPaths.fill(0, 0, count);
    if (!walks.amongCommon) amongCommon.fill(0, 0, count);
    if (!walks.threeStepPaths && !walks.amongCommon) return;
    const [shares, place, common, isNeighbour] = [this.#shares, this.#place, this.#common, this.#isNeighbour];
    for (let at = 0; at < count; at += 1) {
      const b = others[at]!;
      const block = graph.listBlock(b);
      const start = graph.listStart(b);
      const end = start + graph.degree(b);
      let paths = 0;
      let among = 0;
      if (walks.amongCommon && commonNeighbours[at]! > 1) {
        let found = 0;
        for (let i = start; i < end; i += 1) {
          const v = block[i]!;
          paths += shares[place[v]!]!;
          // Written always, kept if it is one: there is no branch to predict.
          common[found] = v;
          found += isNeighbour[v]!;
        }
        among = this.#amongCommon(found);
      } else {
        for (let i = start; i < end; i += 1) paths += shares[place[block[i]!]!]!;
      }
      if (walks.threeStepPaths) {
        threeStepPaths[at] = isNeighbour[b] === 0 ? paths : paths - this.#backAndForth(artist, b);
      }
      if (walks.amongCommon) amongCommon[at] = among;
    }
  }

  /** What walks artist–b–v–b over the edge itself add to the sum of b: they are no paths. */
  #backAndForth(artist: number, b: number): number {
    const { graph } = this;
    const degree = graph.degree(b);
    const weight = this.#weight.at(degree);
    const block = graph.listBlock(b);
    const start = graph.listStart(b);
    let sum = 0;
    for (let i = start; i < start + degree; i += 1) {
      const v = block[i]!;
      if (v !== artist) sum += weight * this.#weight.at(graph.degree(v));
    }
    return sum;
  }

  /** Σ (how many other common neighbours u is joined to) / degree(u) over the first `found` of `#common`. */
  #amongCommon(found: number): number {
    const [common, isCommon, joined] = [this.#common, this.#isCommon, this.#joined];
    for (let i = 0; i < found; i += 1) isCommon[common[i]!] = 1;
    let sum = 0;
    for (let i = 0; i < found; i += 1) {
      const u = common[i]!;
      let others = 0;
      for (let j = this.#firstJoined[u]!; joined[j] !== END; j += 1) others += isCommon[joined[j]!]!;
      if (others > 0) sum += others * this.#allocation.at(this.graph.degree(u));
    }
    for (let i = 0; i < found; i += 1) isCommon[common[i]!] = 0;
    return sum;
  }

  #clear(artist: number): void {
    const [place, reached] = [this.#place, this.#reached];
    for (let at = 1; at <= this.#reachedCount; at += 1) place[reached[at]!] = 0;
    const { graph } = this;
    const block = graph.listBlock(artist);
    const start = graph.listStart(artist);
    for (let i = start; i < start + graph.degree(artist); i += 1) this.#isNeighbour[block[i]!] = 0;
  }

  /** Makes room for so many places; what was there is lost. */
  #reserve(places: number): void {
    if (places < this.#reached.length) return;
    const size = Math.max(places + 1, this.#reached.length * 2);
    this.#reached = new Int32Array(size);
    this.#sums = new Float64Array(WIDTH * size);
    this.#shares = new Float64Array(size);
  }

  #grow(): void {
    const artists = this.graph.artistCount;
    if (artists <= this.#place.length) return;
    const size = Math.max(artists, this.#place.length * 2);
    this.#place = new Int32Array(size);
    this.#isNeighbour = new Uint8Array(size);
    this.#isCommon = new Uint8Array(size);
    this.#common = new Int32Array(size);
    this.#firstJoined = new Int32Array(size);
    this.#others = new Int32Array(size);
  }
}
