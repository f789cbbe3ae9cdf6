import { hash } from "node:crypto";
import type { CandidateCollaboration } from "@interlude/contracts";
import type { CandidateRecord } from "@interlude/core-links";

/** Hexadecimal digits of 16 bytes: enough that no two records of a pair ever have the same by chance. */
const DIGITS = 32;

/** In the order in which a record is built; what is read from the topic need not have it. */
const FIELDS = [
  "artistA",
  "artistB",
  "nameA",
  "nameB",
  "probability",
  "logit",
  "intercept",
  "contributions",
  "commonNeighbours",
  "adamicAdar",
  "preferentialAttachment",
  "operatingPoints",
  "modelId",
  "decisionThreshold",
  "coldStart",
  "accepted",
  "cosine",
  "strongestNeighbours",
] as const satisfies readonly (keyof CandidateRecord)[];
const CONTRIBUTION = ["feature", "value", "contribution", "reason"] as const;
const NEIGHBOUR = ["artist", "name", "share"] as const;
/** Keeps these fields, in this order, in the record and in what it holds. */
const ORDER: string[] = [...new Set([...FIELDS, ...CONTRIBUTION, ...NEIGHBOUR])];

/** What is kept of a candidate's record to tell whether it changes: a digest of its JSON, as hexadecimal digits. */
export function recordDigest(record: CandidateRecord): string {
  return digestOf(JSON.stringify(record));
}

/** The same of a candidate as it is on the topic. */
export function publishedDigest(candidate: CandidateCollaboration): string {
  return digestOf(JSON.stringify(candidate, ORDER));
}

function digestOf(json: string): string {
  return hash("sha256", json, "hex").slice(0, DIGITS);
}
