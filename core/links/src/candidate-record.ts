import type { Candidate } from "./candidates.js";
import type { LinkFeature, NameOf } from "./features/link-feature.js";
import { type FeatureName, FEATURE_NAMES, LINK_FEATURES } from "./features/link-features.js";
import type { LinkModel } from "./link-model.js";

/** A feature's part in a candidate, with a sentence for people. */
interface Reason {
  readonly feature: FeatureName;
  /** The feature as counted on the graph. */
  readonly value: number;
  /** Log-odds it adds, against an average pair. */
  readonly contribution: number;
  readonly reason: string;
}

/** A shared collaborator with its part of the Adamic–Adar sum. */
interface NeighbourEvidence {
  readonly artist: string;
  readonly name: string;
  readonly share: number;
}

/** What a candidate's record says beside the candidate. */
export interface RecordContext {
  readonly model: LinkModel;
  /** Probability from which a pair becomes a candidate. */
  readonly threshold: number;
  readonly nameOf: NameOf;
  /** Whether a reader accepted the pair. */
  readonly isAccepted: boolean;
}

/** A candidate as it is published, but for what says when: epochs, and the version of the graph. */
export interface CandidateRecord {
  readonly artistA: string;
  readonly artistB: string;
  readonly nameA: string;
  readonly nameB: string;
  readonly probability: number;
  readonly logit: number;
  readonly intercept: number;
  readonly contributions: Reason[];
  readonly commonNeighbours: number;
  readonly adamicAdar: number;
  readonly preferentialAttachment: number;
  readonly operatingPoints: string[];
  readonly modelId: string;
  readonly decisionThreshold: number;
  readonly coldStart: boolean;
  readonly accepted: boolean;
  readonly cosine: number;
  readonly strongestNeighbours: NeighbourEvidence[];
}

/**
 * The published form of a candidate: a function of the graph, the model, its threshold, feedback and the names alone, so that a
 * recomputation can be compared with it field by field.
 */
export function candidateRecord(
  candidate: Candidate,
  { model, threshold, nameOf, isAccepted }: RecordContext,
): CandidateRecord {
  const { artistA, artistB, probability, logit, features, operatingPoints } = candidate;
  return {
    artistA,
    artistB,
    nameA: nameOf(artistA),
    nameB: nameOf(artistB),
    probability,
    logit,
    intercept: model.intercept,
    contributions: reasonsOf(candidate, nameOf),
    commonNeighbours: features.commonNeighbours,
    adamicAdar: features.adamicAdar,
    preferentialAttachment: features.preferentialAttachment,
    operatingPoints: [...operatingPoints],
    modelId: model.id,
    decisionThreshold: threshold,
    coldStart: candidate.coldStart,
    accepted: isAccepted,
    cosine: features.embeddingCosine || 0,
    strongestNeighbours: candidate.sharedNeighbours.map((artist, n) => ({
      artist,
      name: nameOf(artist),
      share: Math.round(candidate.neighbourShares[n]! * 1000) / 1000,
    })),
  };
}

/**
 * The reasons of a candidate, in the order of the features: what adds to its logit, and what every candidate carries. A
 * feature that adds nothing, or whose value is not known, is no reason.
 */
export function reasonsOf(candidate: Candidate, nameOf: NameOf): Reason[] {
  return LINK_FEATURES.flatMap((feature: LinkFeature & { readonly name: FeatureName }) => {
    const { name, alwaysPublished, reason } = feature;
    const value = candidate.features[name];
    // Never -0, which JSON does not know.
    const contribution = (candidate.contributions[FEATURE_NAMES.indexOf(name)] ?? 0) + 0;
    if (Number.isNaN(value) || (contribution === 0 && alwaysPublished !== true)) return [];
    return [{ feature: name, value, contribution, reason: reason(value, candidate, nameOf) }];
  });
}
