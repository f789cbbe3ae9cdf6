import type { Candidate } from "./candidates.js";
import { LINK_FEATURES, type PairFeatures } from "./link-features.js";
import type { LinkModel } from "./link-model.js";

/** A feature's part in a candidate, with a sentence for people. */
export interface Reason {
  readonly feature: keyof PairFeatures;
  /** The feature as counted on the graph. */
  readonly value: number;
  /** Log-odds it adds, against an average pair. */
  readonly contribution: number;
  readonly reason: string;
}

/** A candidate as it is published, but for the version of the graph. */
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
}

/**
 * The published form of a candidate: a function of the graph, the model and the names alone, so that a
 * recomputation can be compared with it field by field. `nameOf` as in {@link reasonsOf}.
 */
export function candidateRecord(
  candidate: Candidate,
  model: LinkModel,
  nameOf: (mbid: string) => string,
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
  };
}

/**
 * The reasons of a candidate, one a feature, in the model's order. `nameOf` gives the name of an MBID, or an
 * empty text where it is not known; the MBID stands in then.
 */
export function reasonsOf(candidate: Candidate, nameOf: (mbid: string) => string): Reason[] {
  const sentences: Record<keyof PairFeatures, string> = {
    commonNeighbours: commonNeighboursSentence(candidate, nameOf),
    adamicAdar: `an Adamic–Adar score of ${candidate.features.adamicAdar.toFixed(2)}: shared collaborators who work with few others count most`,
    preferentialAttachment: `${candidate.degreeA} and ${candidate.degreeB} collaborators of their own`,
    inactivity: inactivitySentence(candidate.features.inactivity),
  };
  return LINK_FEATURES.map(({ name }, j) => ({
    feature: name,
    value: candidate.features[name],
    contribution: candidate.contributions[j]!,
    reason: sentences[name],
  }));
}

function commonNeighboursSentence(
  { features, witnesses }: Candidate,
  nameOf: (mbid: string) => string,
): string {
  const names = witnesses.map((mbid) => nameOf(mbid) || mbid);
  const listed = names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names.join("");
  const count = features.commonNeighbours;
  if (count === 1) return `1 shared collaborator, ${listed}`;
  return count > names.length
    ? `${count} shared collaborators, among them ${listed}`
    : `${count} shared collaborators, ${listed}`;
}

function inactivitySentence(inactivity: number): string {
  return inactivity === 0
    ? "both have begun a collaboration since the model was trained"
    : `the quieter of the two last began a collaboration ${inactivity} recordings before the model's date`;
}
