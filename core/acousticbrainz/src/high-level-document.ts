import { isUtf8 } from "node:buffer";
import { isNotFinite } from "@interlude/core-csv";
import { AcousticBrainzError } from "./acousticbrainz-error.js";
import { parseBoundedJson } from "./bounded-json.js";
import type { HighLevelRecord } from "./records.js";

const MAX_DEPTH = 16;

/** Probabilities are 32-bit floats of the classifiers: 1.0000001 occurs. */
const TOLERANCE = 1e-5;
/** The classes of a model exclude each other, so their probabilities sum to 1, but for the noise of many floats. */
const SUM_TOLERANCE = 1e-2;

interface DocumentName {
  /** MBID of the recording; the name's is authoritative, the tags' may be of before a merge. */
  readonly recording: string;
  /** Submission offset, from 0. */
  readonly submission: number;
}

/** What a member's name says, `…/<mbid>-<n>.json`; null if it is not a document's. */
export function parseDocumentName(member: string): DocumentName | null {
  const match =
    /(?:^|\/)([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})-(\d{1,9})\.json$/i.exec(member);
  return match === null ? null : { recording: match[1]!.toLowerCase(), submission: Number(match[2]) };
}

/**
 * What of a high-level document goes downstream: the probabilities of every model's classes, and the length.
 * Null if it has no models, as happens in real documents. A model of which a probability could not be computed is left
 * out, and `onDropped` told of it; so is such a length.
 * @throws AcousticBrainzError `DOCUMENT_MALFORMED`, `JSON_TOO_DEEP`
 */
export function readHighLevelDocument(
  name: DocumentName,
  bytes: Buffer,
  source: string,
  onDropped: (field: string, value: string) => void = () => {},
): HighLevelRecord | null {
  const document = object("the document", parse(bytes));
  const models = object("highlevel", document["highlevel"]);
  let isEmpty = true;
  for (const model in models) {
    // In place: most of a document is never read, and copying the rest costs as much as parsing it.
    const classes = object(`${model}.all`, object(model, models[model])["all"]);
    isEmpty = false;
    const missing = Object.keys(classes).find((one) => isNoNumber(classes[one]));
    if (missing === undefined) {
      models[model] = classProbabilities(model, classes);
    } else {
      onDropped(`${model}.all.${missing}`, String(classes[missing]));
      delete models[model];
    }
  }
  if (isEmpty) return null;
  const probabilities = models as Record<string, Record<string, number>>;
  if (Object.keys(models).length === 0)
    throw malformed("no model of it has probabilities that could be computed");
  const lengthSeconds = lengthOf(document["metadata"], onDropped);
  return { recording: name.recording, submission: name.submission, probabilities, lengthSeconds, source };
}

/** Whether a value stands for a number that could not be computed, or is none that a float can be. */
function isNoNumber(value: unknown): boolean {
  return typeof value === "string"
    ? isNotFinite(value)
    : typeof value === "number" && !Number.isFinite(value);
}

function classProbabilities(model: string, all: Record<string, unknown>): Record<string, number> {
  const classes = all as Record<string, number>;
  let sum = 0;
  for (const name in classes) {
    const probability = classes[name]!;
    const isProbability =
      typeof probability === "number" && probability >= -TOLERANCE && probability <= 1 + TOLERANCE;
    if (!isProbability) throw malformed(`${model}.all.${name} is no probability`);
    if (probability > 1) classes[name] = 1;
    else if (probability < 0) classes[name] = 0;
    sum += probability;
  }
  if (Math.abs(sum - 1) > SUM_TOLERANCE)
    throw malformed(`the probabilities of ${model} sum to ${sum}, not to 1`);
  return classes;
}

/** `metadata` may be null, and its parts may be missing. */
function lengthOf(metadata: unknown, onDropped: (field: string, value: string) => void): number | null {
  const properties = (metadata as { audio_properties?: { length?: unknown } | null } | null)
    ?.audio_properties;
  const length = properties?.length;
  if (isNoNumber(length)) {
    onDropped("metadata.audio_properties.length", String(length));
    return null;
  }
  return typeof length === "number" && length >= 0 ? length : null;
}

function parse(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw malformed("not JSON: its bytes are not UTF-8");
  try {
    return parseBoundedJson(bytes.toString("utf8"), MAX_DEPTH);
  } catch (error) {
    if (error instanceof AcousticBrainzError) throw error;
    throw malformed(`not JSON: ${(error as Error).message}`);
  }
}

function object(what: string, value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw malformed(`${what} is no object`);
}

function malformed(problem: string): AcousticBrainzError {
  return new AcousticBrainzError("DOCUMENT_MALFORMED", problem);
}
