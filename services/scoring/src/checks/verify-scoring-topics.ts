import { type CandidateCollaboration, type LinkModelCard, pairKey } from "@interlude/contracts";
import { type CheckResult, type Queries, canonical, compare } from "@interlude/infra-checks";
import { publishedDigest } from "../pairs/record-digest.js";

interface StoredCandidate {
  readonly artistA: string;
  readonly artistB: string;
  readonly digest: string;
  readonly graphVersion: number;
  readonly epoch: number;
  readonly packetSequence: number;
  readonly firstSeenEpoch: number;
  readonly firstSeenSequence: number;
  readonly firstSeenAt: number;
}

/** The candidates and models that scoring has published against those that it keeps. */
export async function verifyScoringTopics(
  operator: Queries,
  published: {
    readonly candidates: ReadonlyMap<string, CandidateCollaboration>;
    readonly models: ReadonlyMap<string, LinkModelCard>;
  },
): Promise<CheckResult[]> {
  const candidates = new Map<string, string>();
  for await (const { artistA, artistB, ...stored } of operator.stream<StoredCandidate>(
    `select artist_a as "artistA", artist_b as "artistB", encode(record_digest, 'hex') as digest,
       graph_version as "graphVersion", epoch, sequence as "packetSequence", first_seen_epoch as "firstSeenEpoch",
       first_seen_sequence as "firstSeenSequence", first_seen_at as "firstSeenAt"
     from scoring.scored_pairs where status = 'CANDIDATE'`,
  )) {
    candidates.set(pairKey(artistA, artistB), canonical(stored));
  }
  const models = await operator.query<Pick<LinkModelCard, "modelId" | "trainedAtEpoch" | "graphVersion">>(
    `select model_id as "modelId", trained_at_epoch as "trainedAtEpoch", graph_version as "graphVersion"
     from scoring.models`,
  );
  return [
    compare(
      "candidates on the topic",
      candidates,
      new Map([...published.candidates].map(([pair, candidate]) => [pair, canonical(keptOf(candidate))])),
    ),
    compare(
      "link models on the topic",
      new Map(models.map((model) => [model.modelId, trainedAt(model)])),
      new Map([...published.models].map(([id, card]) => [id, trainedAt(card)])),
    ),
  ];
}

/** What the store keeps of a candidate: when, and a digest of everything else. */
function keptOf(candidate: CandidateCollaboration): Omit<StoredCandidate, "artistA" | "artistB"> {
  const { graphVersion, epoch, packetSequence, firstSeenEpoch, firstSeenSequence, firstSeenAt } = candidate;
  const digest = publishedDigest(candidate);
  return { digest, graphVersion, epoch, packetSequence, firstSeenEpoch, firstSeenSequence, firstSeenAt };
}

const trainedAt = ({
  trainedAtEpoch,
  graphVersion,
}: Pick<LinkModelCard, "trainedAtEpoch" | "graphVersion">) =>
  `of epoch ${trainedAtEpoch}, graph ${graphVersion}`;
