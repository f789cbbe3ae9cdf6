import { isUtf8 } from "node:buffer";
import type { ValueDropped } from "@interlude/core-csv";
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
 * What of a high-level document goes downstream: the probabilities of every model's classes, and the length. A model whose
 * probabilities are none, as where one could not be computed, is left out, and `onDropped` told.
 * Null if it has no models, as happens in real documents.
 * @throws AcousticBrainzError `DOCUMENT_MALFORMED`, `JSON_TOO_DEEP`
 */
export function readHighLevelDocument(
  name: DocumentName,
  bytes: Buffer,
  source: string,
  onDropped: ValueDropped,
): HighLevelRecord | null {
  const document = object("the document", parse(bytes));
  const models = object("highlevel", document["highlevel"]);
  const problems = new Map<string, string>();
  let isEmpty = true;
  for (const model in models) {
    const classes = classProbabilities(model, models[model]);
    // In place: most of a document is never read, and copying the rest costs as much as parsing it.
    if (typeof classes === "string") {
      problems.set(model, classes);
      delete models[model];
    } else {
      models[model] = classes;
      isEmpty = false;
    }
  }
  const [problem] = problems.values();
  if (isEmpty && problem !== undefined) throw malformed(problem);
  if (isEmpty) return null;
  for (const [model, reason] of problems) onDropped(isPlainName(model) ? model : "highlevel", reason);
  const probabilities = models as Record<string, Record<string, number>>;
  const lengthSeconds = lengthOf(document["metadata"], onDropped);
  return { recording: name.recording, submission: name.submission, probabilities, lengthSeconds, source };
}

/** The probabilities of a model's classes, or what is wrong with them. */
function classProbabilities(model: string, value: unknown): Record<string, number> | string {
  const all = isObject(value) ? value["all"] : undefined;
  if (!isObject(all)) return `${model} has no object "all"`;
  const classes = all as Record<string, number>;
  let sum = 0;
  for (const name in classes) {
    const probability = classes[name]!;
    const isProbability =
      typeof probability === "number" && probability >= -TOLERANCE && probability <= 1 + TOLERANCE;
    if (!isProbability) return `${model}.all.${name} is no probability`;
    if (probability > 1) classes[name] = 1;
    else if (probability < 0) classes[name] = 0;
    sum += probability;
  }
  if (Math.abs(sum - 1) > SUM_TOLERANCE) return `the probabilities of ${model} sum to ${sum}, not to 1`;
  return classes;
}

/** `metadata` may be null, and its parts may be missing. */
function lengthOf(metadata: unknown, onDropped: ValueDropped): number | null {
  const properties = (metadata as { audio_properties?: { length?: unknown } | null } | null)
    ?.audio_properties;
  const length = properties?.length ?? null;
  if (length === null) return null;
  if (typeof length === "number" && length >= 0 && Number.isFinite(length)) return length;
  onDropped("length", "metadata.audio_properties.length is no number of seconds");
  return null;
}

/** Names of models come from documents; what is none may be of any length. */
function isPlainName(model: string): boolean {
  return /^\w{1,60}$/.test(model);
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
  if (isObject(value)) return value;
  throw malformed(`${what} is no object`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function malformed(problem: string): AcousticBrainzError {
  return new AcousticBrainzError("DOCUMENT_MALFORMED", problem);
}
