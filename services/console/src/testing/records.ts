import type {
  CandidateCollaboration,
  GraphArtist,
  GraphDelta,
  IngestionStatus,
  SyntheticTrack,
} from "@interlude/contracts";
import { someCandidate, someTrack } from "@interlude/contracts/testing";
import type { StreamRecord } from "@interlude/stage";

/** An MBID for tests; in the order of their numbers. */
export function numberedMbid(n: number): string {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`;
}

/** A candidate of the numbered artists, `a` before `b`. */
export function candidateOf(
  a: number,
  b: number,
  fields: Partial<CandidateCollaboration> = {},
): CandidateCollaboration {
  return someCandidate({
    artistA: numberedMbid(a),
    artistB: numberedMbid(b),
    nameA: `Artist ${a}`,
    nameB: `Artist ${b}`,
    probability: 0.5,
    logit: 0,
    intercept: -2,
    contributions: [
      { feature: "commonNeighbours", value: 3, contribution: 1.5, reason: "3 shared collaborators" },
      { feature: "adamicAdar", value: 1.25, contribution: 0.75, reason: "who have few others" },
      { feature: "preferentialAttachment", value: 60, contribution: -0.25, reason: "6 and 10 collaborators" },
    ],
    commonNeighbours: 3,
    adamicAdar: 1.25,
    preferentialAttachment: 60,
    operatingPoints: ["prevalence-80"],
    modelId: "link-0001",
    graphVersion: 7,
    ...fields,
  });
}

/** A synthetic track of the numbered artists. */
export function trackOf(
  a: number,
  b: number,
  sample: number,
  fields: Partial<SyntheticTrack> = {},
): SyntheticTrack {
  return someTrack({
    artistA: numberedMbid(a),
    artistB: numberedMbid(b),
    sample,
    descriptors: { danceability: 0.25, acousticness: 0.75 },
    genreComponents: [0.5, -1.25],
    moods: { passionate: 0.25, cheerful: 0.75 },
    checks: [],
    modelId: "tracks-0001",
    graphVersion: 7,
    ...fields,
  });
}

/** A numbered artist as the graph knows it. */
export function artistOf(n: number, fields: Partial<GraphArtist> = {}): GraphArtist {
  return {
    artist: numberedMbid(n),
    name: `Artist ${n}`,
    degree: n,
    weightedDegree: 2 * n,
    embedding: Buffer.alloc(0),
    popularity: null,
    coreNumber: 0,
    clustering: 0,
    component: null,
    community: null,
    communityVersion: null,
    attributes: Buffer.alloc(0),
    graphVersion: 7,
    ...fields,
  };
}

/** A delta between numbered artists. */
export function deltaOf(a: number, b: number, fields: Partial<GraphDelta> = {}): GraphDelta {
  return {
    graphVersion: 1,
    kind: "edgeAdded",
    artistA: numberedMbid(a),
    artistB: numberedMbid(b),
    weight: 1,
    firstRecording: 1,
    ...fields,
  };
}

/** What ingestion says while it reads a dump. */
export function statusOf(fields: Partial<IngestionStatus> = {}): IngestionStatus {
  return {
    note: "mbdump.tar.bz2 43 % · 118,000 rows/s · 12 min left",
    code: null,
    progress: 0.43,
    packetsBehind: null,
    upTo: null,
    omissions: [],
    ts: 1_000_000,
    ...fields,
  };
}

/** A record of a topic, as a handler gets it. */
export function recordOf<Value>(key: string, value: Value | null, epoch = 1): StreamRecord<Value> {
  return { key, value, headers: {}, epoch, topic: "test", partition: 0, offset: 0n };
}
