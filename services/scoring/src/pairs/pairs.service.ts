import { WITHDRAWAL_REASON_HEADER, topics } from "@interlude/contracts";
import type { AdjacencyIndex } from "@interlude/core-graph";
import { type CandidateRecord, candidateRecord } from "@interlude/core-links";
import type { PostgresContext } from "@interlude/infra-postgres";
import { Injectable, Optional } from "@nestjs/common";
import { ArtistsRepository } from "../artists.repository.js";
import { FeedbackRepository, type PairFeedback } from "../feedback/feedback.repository.js";
import { ScoringThreads } from "../rescoring/scoring-threads.js";
import { type FoundPair, PairFinder, type Scoring } from "./pair-finder.js";
import { PairTotalsChange, PairTotalsRepository } from "./pair-totals.repository.js";
import { type RecordTrace, type ScoredPair, type Transition, transition } from "./pair-transition.js";
import { publishedCandidate } from "./published-candidate.js";
import { recordDigest } from "./record-digest.js";
import { type ChangedPair, ScoredPairsRepository } from "./scored-pairs.repository.js";

/** Artists whose pairs are in memory at a time. */
const CHUNK = 200;
/** Artists whose logits are. */
const BLOCK = 5_000;
/** More artists than memory has room for. */
const MOST_ARTISTS = 2 ** 26;

/** Of which of their pairs artists are looked at: of all, or of those of which they have the lower MBID. */
type PairsOf = "ends" | "first artists";

const NO_FEEDBACK: ReadonlyMap<number, PairFeedback> = new Map();

/** A pair that is looked at: what is stored of it, and what was found. */
interface LookedAt {
  /** Ids. */
  readonly a: number;
  readonly b: number;
  readonly stored: ScoredPair | null;
  found: FoundPair | null;
}

/** Artists with what is stored of their pairs, and what readers think of these, by artist and other artist. */
interface ChunkOfPairs {
  /** Ids. */
  readonly artists: readonly number[];
  readonly pairs: Map<number, LookedAt>;
  readonly feedback: ReadonlyMap<number, ReadonlyMap<number, PairFeedback>>;
}

/** A change of a pair, by its key on the topic. */
interface Change extends ChangedPair, Pick<Transition, "publish"> {
  readonly key: string;
  /** Null if it is no candidate. */
  readonly record: CandidateRecord | null;
}

/** Brings scored pairs in line with the graph and the model, and publishes the difference. */
@Injectable()
export class PairsService {
  #finder: PairFinder | null = null;

  constructor(
    private readonly repository: ScoredPairsRepository,
    private readonly totals: PairTotalsRepository,
    private readonly artists: ArtistsRepository,
    private readonly feedback: FeedbackRepository,
    @Optional() private readonly threads?: ScoringThreads,
  ) {}

  /**
   * Looks again at every pair with an end among `artists` (ids), or at those of which they have the lower MBID (`first
   * artists`): work in proportion to their pairs. What appeared or changed is published, what no longer is a candidate is
   * withdrawn, everything else stays. Memory holds the pairs of some hundred artists at a time; the order of publishing
   * follows the MBIDs. Of many artists, worker threads score the pairs.
   */
  async rescore(
    artists: Iterable<number>,
    scoring: Scoring,
    context: PostgresContext,
    as: PairsOf = "ends",
  ): Promise<void> {
    const { mbids } = scoring.graph.adjacency;
    const ordered = [...artists].sort((x, y) => mbids.compare(x, y));
    const isRescored = new Set(ordered);
    // A pair of which both ends are rescored belongs to its lower MBID: it is met once.
    const owns = (owner: number, other: number): boolean =>
      (as === "ends" && !isRescored.has(other)) || mbids.compare(owner, other) < 0;
    const change = new PairTotalsChange();
    const finder = this.#finderFor(scoring);
    const chunkAt = (from: number): Promise<ChunkOfPairs> | null =>
      from < ordered.length
        ? this.#chunk(ordered.slice(from, from + CHUNK), as, owns, scoring, context)
        : null;
    let writing = Promise.resolve();
    let next = chunkAt(0);
    for (let from = 0; next !== null; from += CHUNK) {
      const chunk = await next;
      if (from % BLOCK === 0) {
        finder.useLogits((await this.threads?.score(ordered.slice(from, from + BLOCK), scoring)) ?? null);
      }
      look(chunk, owns, finder);
      // Meanwhile the server writes the chunk before; it does one thing after the other, so its error is the first.
      await writing;
      const pairs = [...chunk.pairs.values()];
      const names = await this.#namesFor(pairs, scoring.graph.adjacency, context);
      next = unheard(chunkAt(from + CHUNK));
      const changes = changesOf(pairs, { finder, scoring, names, change });
      await publish(changes, context);
      writing = unheard(this.repository.write(context.transaction, changes));
    }
    await writing;
    await this.totals.add(context.transaction, change);
  }

  /** The memory that a finder holds is as large as the graph: it stays while that is the same. */
  #finderFor(scoring: Scoring): PairFinder {
    if (this.#finder?.renew(scoring) !== true) this.#finder = new PairFinder(scoring);
    return this.#finder;
  }

  /** What is stored of the pairs of some artists. */
  async #chunk(
    artists: readonly number[],
    as: PairsOf,
    owns: (owner: number, other: number) => boolean,
    { graph: { adjacency } }: Scoring,
    context: PostgresContext,
  ): Promise<ChunkOfPairs> {
    const [pairs, feedback] = await Promise.all([
      this.#stored(artists, as, owns, adjacency, context),
      this.#feedbackOn(artists, adjacency, context),
    ]);
    return { artists, pairs, feedback };
  }

  /** Forgets what was withdrawn long ago. */
  async forgetOld(graphVersion: number, { transaction }: PostgresContext): Promise<void> {
    const change = new PairTotalsChange();
    for (const withdrawn of await this.repository.forgetOld(transaction, graphVersion)) {
      change.move({ status: "WITHDRAWN", withdrawn }, null);
    }
    await this.totals.add(transaction, change);
  }

  async #stored(
    chunk: readonly number[],
    as: PairsOf,
    owns: (owner: number, other: number) => boolean,
    adjacency: AdjacencyIndex,
    { transaction }: PostgresContext,
  ): Promise<Map<number, LookedAt>> {
    const members = new Set(chunk);
    const mbids = chunk.map((id) => adjacency.mbids.mbidOf(id));
    const rows =
      as === "ends"
        ? await this.repository.ofArtists(transaction, mbids)
        : await this.repository.ofFirstArtists(transaction, mbids);
    const pairs = new Map<number, LookedAt>();
    for (const { artistA, artistB, pair: stored } of rows) {
      const [a, b] = [adjacency.intern(artistA), adjacency.intern(artistB)];
      if ((members.has(a) && owns(a, b)) || (members.has(b) && owns(b, a))) {
        pairs.set(idOf(a, b), { a, b, stored, found: null });
      }
    }
    return pairs;
  }

  /** What readers think of pairs of some artists, by artist and other artist. */
  async #feedbackOn(
    chunk: readonly number[],
    { mbids }: AdjacencyIndex,
    { transaction }: PostgresContext,
  ): Promise<Map<number, Map<number, PairFeedback>>> {
    const members = chunk.map((id) => mbids.mbidOf(id));
    const feedback = new Map<number, Map<number, PairFeedback>>();
    for (const given of (await this.feedback.ofArtists(transaction, members)).values()) {
      const [a, b] = [mbids.find(given.artistA), mbids.find(given.artistB)];
      if (a < 0 || b < 0) continue;
      for (const [one, other] of [
        [a, b],
        [b, a],
      ] as const) {
        const ofOne = feedback.get(one) ?? new Map<number, PairFeedback>();
        feedback.set(one, ofOne.set(other, given));
      }
    }
    return feedback;
  }

  /** Names of the artists of candidates and of what else they name, and of those that may be gone. */
  async #namesFor(
    pairs: readonly LookedAt[],
    { mbids }: AdjacencyIndex,
    { transaction }: PostgresContext,
  ): Promise<Map<string, string>> {
    const wanted = new Set<string>();
    for (const { a, b, stored, found } of pairs) {
      if (found === null && stored?.status === "CANDIDATE") wanted.add(mbids.mbidOf(a)).add(mbids.mbidOf(b));
      if (found === null || found.candidate === null) continue;
      const { artistA, artistB, sharedNeighbours } = found.candidate;
      for (const mbid of [artistA, artistB, ...sharedNeighbours]) wanted.add(mbid);
    }
    return wanted.size === 0 ? new Map() : this.artists.names(transaction, [...wanted]);
  }
}

/** A promise that is waited for later: that it fails is heard of then. */
function unheard<Of extends Promise<unknown> | null>(promise: Of): Of {
  promise?.catch(() => {});
  return promise;
}

/** Adds to stored pairs what is found on the graph. */
function look(
  { artists, pairs, feedback }: ChunkOfPairs,
  owns: (owner: number, other: number) => boolean,
  finder: PairFinder,
): void {
  for (const artist of artists) {
    const selection = {
      accept: (other: number) => owns(artist, other),
      storedOf: (other: number) => pairs.get(idOf(artist, other))?.stored ?? null,
      feedback: feedback.get(artist) ?? NO_FEEDBACK,
    };
    finder.forEach(artist, selection, (found) => {
      const { a, b } = found;
      const pair = pairs.get(idOf(a, b));
      if (pair !== undefined) pair.found = found;
      else if (found.isKnown || found.candidate !== null)
        pairs.set(idOf(a, b), { a, b, stored: null, found });
    });
  }
}

/** What changes of pairs. */
function changesOf(
  pairs: readonly LookedAt[],
  {
    finder,
    scoring,
    names,
    change,
  }: {
    readonly finder: PairFinder;
    readonly scoring: Scoring;
    readonly names: ReadonlyMap<string, string>;
    /** Takes what changes of the totals. */
    readonly change: PairTotalsChange;
  },
): Change[] {
  const { adjacency } = scoring.graph;
  const { threshold } = finder.terms;
  const nameOf = (mbid: string): string => names.get(mbid) ?? "";
  const isPresent = (id: number): boolean =>
    adjacency.degree(id) > 0 || names.has(adjacency.mbids.mbidOf(id));
  return pairs.flatMap(({ a, b, stored, found }) => {
    const candidate = found?.candidate ?? null;
    const isAccepted = found?.isAccepted ?? false;
    const record =
      candidate === null
        ? null
        : candidateRecord(candidate, { model: scoring.model, threshold, nameOf, isAccepted });
    const outcome = transition(
      stored,
      {
        isKnown: found?.isKnown ?? false,
        isRejected: found?.isRejected ?? false,
        isAccepted,
        logit: found?.logit ?? null,
        arePresent: found !== null || (isPresent(a) && isPresent(b)),
        record: record === null ? null : traceOf(record),
      },
      finder.terms,
    );
    if (outcome === null) return [];
    change.move(stored, outcome.row);
    if (outcome.isFlicker) change.flickers += 1;
    const { artistA, artistB } = candidate ?? endsOf(a, b, adjacency);
    const key = topics.candidates.keyOf({ artistA, artistB });
    return [{ artistA, artistB, key, row: outcome.row, publish: outcome.publish, record }];
  });
}

/** First tombstones, then records, each in the order of keys. */
async function publish(changes: readonly Change[], context: PostgresContext): Promise<void> {
  const published = changes
    .filter((change) => change.publish !== null)
    .sort((x, y) => (x.key < y.key ? -1 : Number(x.key > y.key)));
  for (const { key, publish: reason } of published) {
    if (reason === null || reason === "record") continue;
    await context.publish(topics.candidates, key, null, { [WITHDRAWAL_REASON_HEADER]: reason });
  }
  for (const { key, row, record, publish: what } of published) {
    if (what === "record") await context.publish(topics.candidates, key, publishedCandidate(record!, row!));
  }
}

function traceOf(record: CandidateRecord): RecordTrace {
  return { digest: recordDigest(record), commonNeighbours: record.commonNeighbours };
}

function endsOf(a: number, b: number, { mbids }: AdjacencyIndex): Pick<Change, "artistA" | "artistB"> {
  const [first, second] = mbids.compare(a, b) < 0 ? [a, b] : [b, a];
  return { artistA: mbids.mbidOf(first), artistB: mbids.mbidOf(second) };
}

/** The same of a pair in either order. */
function idOf(a: number, b: number): number {
  return Math.min(a, b) * MOST_ARTISTS + Math.max(a, b);
}
