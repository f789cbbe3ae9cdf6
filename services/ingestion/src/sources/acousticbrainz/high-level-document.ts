import type { HighLevelDocument } from "@interlude/contracts";
import { IngestionError } from "../../ingestion-error.js";
import { parseBoundedJson } from "./bounded-json.js";

const MAX_DEPTH = 16;

/** Probabilities are 32-bit floats summed by the classifiers: 1.0000001 occurs. */
const TOLERANCE = 1e-5;

export interface DocumentName {
  /** MBID of the recording; the name's is authoritative, the tags' may be of before a merge. */
  readonly recording: string;
  /** Submission offset, from 0. */
  readonly submission: number;
}

/** What a member's name says, `…/<mbid>-<n>.json`; null where it is no document. */
export function parseDocumentName(member: string): DocumentName | null {
  const match =
    /(?:^|\/)([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})-(\d{1,9})\.json$/i.exec(member);
  return match === null ? null : { recording: match[1]!.toLowerCase(), submission: Number(match[2]) };
}

/**
 * What of a high-level document goes downstream: the probabilities of every model's classes, and the length.
 * Null where it has no models, which real documents may.
 * @throws IngestionError `DOCUMENT_MALFORMED`, `JSON_TOO_DEEP`
 */
export function readHighLevelDocument(
  name: DocumentName,
  text: string,
  source: string,
): HighLevelDocument | null {
  const document = object("the document", parse(text));
  const probabilities: Record<string, Record<string, number>> = {};
  for (const [model, result] of Object.entries(object("highlevel", document["highlevel"]))) {
    probabilities[model] = classProbabilities(model, object(model, result)["all"]);
  }
  if (Object.keys(probabilities).length === 0) return null;
  return { ...name, probabilities, lengthSeconds: lengthOf(document["metadata"]), source };
}

function classProbabilities(model: string, value: unknown): Record<string, number> {
  const classes: Record<string, number> = {};
  for (const [name, probability] of Object.entries(object(`${model}.all`, value))) {
    const isProbability =
      typeof probability === "number" && probability >= -TOLERANCE && probability <= 1 + TOLERANCE;
    if (!isProbability) throw malformed(`${model}.all.${name} is no probability`);
    classes[name] = Math.min(1, Math.max(0, probability));
  }
  return classes;
}

/** `metadata` may be null, and its parts may be missing. */
function lengthOf(metadata: unknown): number | null {
  const properties = (metadata as { audio_properties?: { length?: unknown } } | null)?.audio_properties;
  const length = properties?.length;
  return typeof length === "number" && length >= 0 ? length : null;
}

function parse(text: string): unknown {
  try {
    return parseBoundedJson(text, MAX_DEPTH);
  } catch (error) {
    if (error instanceof IngestionError) throw error;
    throw malformed(`not JSON: ${(error as Error).message}`);
  }
}

function object(what: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw malformed(`${what} is no object`);
}

function malformed(problem: string): IngestionError {
  return new IngestionError("DOCUMENT_MALFORMED", problem);
}
