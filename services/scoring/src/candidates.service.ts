import { topics } from "@interlude/contracts";
import type { AdjacencyIndex, CollaborationGraph } from "@interlude/core-graph";
import {
  type Candidate,
  CandidateFinder,
  type CandidateRecord,
  type DecisionThreshold,
  type LinkModel,
  candidateRecord,
  compareCandidates,
  worldOf,
} from "@interlude/core-links";
import type { PostgresContext } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { ArtistsRepository } from "./artists.repository.js";
import { CandidatesRepository, type StoredCandidate } from "./candidates.repository.js";

const CHUNK = 200;

/** What to score with. */
export interface Scoring {
  readonly graph: CollaborationGraph;
  readonly graphVersion: number;
  readonly model: LinkModel;
  /** Null lets nothing through. */
  readonly threshold: DecisionThreshold | null;
}

/** Brings stored candidates in line with the graph and publishes the difference. */
@Injectable()
export class CandidatesService {
  constructor(
    private readonly repository: CandidatesRepository,
    private readonly artists: ArtistsRepository,
  ) {}

  /**
   * Scores every pair with an end among `artists` (ids) again. What appeared or changed is published, what no longer
   * passes is withdrawn, everything else stays. Memory holds the pairs of some hundred artists at a time; the order of
   * publishing follows the MBIDs.
   */
  async rescore(artists: Iterable<number>, scoring: Scoring, context: PostgresContext): Promise<void> {
    const { adjacency } = scoring.graph;
    const { mbids } = adjacency;
    const threshold = scoring.threshold?.probability ?? Infinity;
    const world = worldOf(scoring.graph, scoring.model.asOf);
    const finder = new CandidateFinder(world, scoring.model, threshold);
    const ordered = [...artists].sort((x, y) => mbids.compare(x, y));
    const isRescored = new Uint8Array(adjacency.artistCount);
    for (const artist of ordered) isRescored[artist] = 1;
    for (let from = 0; from < ordered.length; from += CHUNK) {
      const chunk = ordered.slice(from, from + CHUNK);
      // A pair of which both ends are rescored belongs to its lower MBID: it is met once.
      const owns = (owner: number, other: number): boolean =>
        isRescored[other] === 0 || mbids.compare(owner, other) < 0;
      const found = chunk.flatMap((artist) => finder.candidatesOf(artist, (other) => owns(artist, other)));
      const stored = await this.#storedOf(chunk, owns, adjacency, context);
      await this.#reconcile(found, stored, scoring, context);
    }
  }

  /**
   * Scores every pair of the graph again. Candidates of artists that are not in it any more are among them: a snapshot
   * may have taken their edges.
   */
  async rescoreAll(scoring: Scoring, context: PostgresContext): Promise<void> {
    const { adjacency } = scoring.graph;
    for await (const { artistA, artistB } of this.repository.pairs(context.transaction)) {
      adjacency.intern(artistA);
      adjacency.intern(artistB);
    }
    await this.rescore(
      Array.from({ length: adjacency.artistCount }, (_, id) => id),
      scoring,
      context,
    );
  }

  async #storedOf(
    chunk: readonly number[],
    owns: (owner: number, other: number) => boolean,
    { mbids }: AdjacencyIndex,
    { transaction }: PostgresContext,
  ): Promise<StoredCandidate[]> {
    const members = new Set(chunk);
    const rows = await this.repository.ofArtists(
      transaction,
      chunk.map((id) => mbids.mbidOf(id)),
    );
    return rows.filter(({ artistA, artistB }) => {
      const [a, b] = [mbids.find(artistA), mbids.find(artistB)];
      return (members.has(a) && owns(a, b)) || (members.has(b) && owns(b, a));
    });
  }

  /** Publishes and stores the difference between what was found and what is stored of the same pairs. */
  async #reconcile(
    found: readonly Candidate[],
    stored: readonly StoredCandidate[],
    { model, graphVersion }: Scoring,
    context: PostgresContext,
  ): Promise<void> {
    const names = await this.#namesFor(found, context);
    const before = new Map(stored.map((row) => [topics.candidates.keyOf(row), row]));
    const changed: StoredCandidate[] = [];
    const records: CandidateRecord[] = [];
    for (const candidate of found.toSorted(compareCandidates)) {
      const { artistA, artistB } = candidate;
      const key = topics.candidates.keyOf(candidate);
      const value = candidateRecord(candidate, model, (mbid) => names.get(mbid) ?? "");
      const record = JSON.stringify(value);
      if (before.get(key)?.record !== record) {
        changed.push({ artistA, artistB, record });
        records.push(value);
      }
      before.delete(key);
    }
    const gone = [...before.keys()].sort();
    for (const key of gone) await context.publish(topics.candidates, key, null);
    for (const value of records) {
      await context.publish(topics.candidates, topics.candidates.keyOf(value), { ...value, graphVersion });
    }
    if (before.size > 0) await this.repository.remove(context.transaction, [...before.values()]);
    if (changed.length > 0) {
      await this.repository.write(context.transaction, changed, { modelId: model.id, graphVersion });
    }
  }

  async #namesFor(
    found: readonly Candidate[],
    { transaction }: PostgresContext,
  ): Promise<Map<string, string>> {
    const mbids = new Set<string>();
    for (const { artistA, artistB, sharedNeighbours } of found) {
      mbids.add(artistA).add(artistB);
      for (const neighbour of sharedNeighbours) mbids.add(neighbour);
    }
    return mbids.size === 0 ? new Map() : this.artists.names(transaction, [...mbids]);
  }
}
