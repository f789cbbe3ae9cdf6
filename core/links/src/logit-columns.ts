import type { LogitSource } from "./pair-logits.js";

/** Logits of the pairs of some artists, as a message between threads. */
export interface LogitColumns {
  /** Ids. */
  readonly artists: Int32Array<ArrayBuffer>;
  /** Of each artist: where its known pairs end, and where those that pass do, which follow them. */
  readonly knownEnds: Int32Array<ArrayBuffer>;
  readonly passingEnds: Int32Array<ArrayBuffer>;
  readonly others: Int32Array<ArrayBuffer>;
  readonly logits: Float64Array<ArrayBuffer>;
}

const all = (): boolean => true;

/** Takes from a source what it has of some artists (ids), in its order. */
export function logitColumns(source: LogitSource, artists: Int32Array<ArrayBuffer>): LogitColumns {
  const [others, logits]: [number[], number[]] = [[], []];
  const [knownEnds, passingEnds] = [new Int32Array(artists.length), new Int32Array(artists.length)];
  const take = (other: number, logit: number): void => {
    others.push(other);
    logits.push(logit);
  };
  artists.forEach((artist, i) => {
    source.forEachKnown(artist, all, take);
    knownEnds[i] = others.length;
    source.forEachPassing(artist, all, take);
    passingEnds[i] = others.length;
  });
  return {
    artists,
    knownEnds,
    passingEnds,
    others: Int32Array.from(others),
    logits: Float64Array.from(logits),
  };
}

/** The logits that other threads computed. */
export class GatheredLogits implements LogitSource {
  readonly #places = new Map<number, { readonly part: LogitColumns; readonly index: number }>();

  constructor(parts: readonly LogitColumns[]) {
    for (const part of parts)
      part.artists.forEach((artist, index) => this.#places.set(artist, { part, index }));
  }

  forEachKnown(
    artist: number,
    accept: (other: number) => boolean,
    visit: (other: number, logit: number) => void,
  ): void {
    const { part, index } = this.#places.get(artist)!;
    visitRange(part, index === 0 ? 0 : part.passingEnds[index - 1]!, part.knownEnds[index]!, accept, visit);
  }

  forEachPassing(
    artist: number,
    accept: (other: number) => boolean,
    visit: (other: number, logit: number) => void,
  ): void {
    const { part, index } = this.#places.get(artist)!;
    visitRange(part, part.knownEnds[index]!, part.passingEnds[index]!, accept, visit);
  }
}

function visitRange(
  { others, logits }: LogitColumns,
  from: number,
  to: number,
  accept: (other: number) => boolean,
  visit: (other: number, logit: number) => void,
): void {
  for (let i = from; i < to; i += 1) if (accept(others[i]!)) visit(others[i]!, logits[i]!);
}
