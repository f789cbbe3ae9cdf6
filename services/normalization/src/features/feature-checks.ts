import {
  type HighLevelDocument,
  type LowLevelFeatures,
  type PopularitySignal,
  type TrackFeatures,
  parseMbid,
} from "@interlude/contracts";
import { TracksError, toPartsPerMillion } from "@interlude/core-tracks";
import { isStorableText } from "../mirror/column-check.js";

/** The part of a document that is stored, or why it cannot be stored. */
type ReadDocument =
  | { readonly problem: string }
  | {
      /** Millionths of all classes; empty if no model classified the recording. */
      readonly classes: readonly (number | null)[];
    };

/** Reads a document: only models and classes that AcousticBrainz has, and every class of a model. */
export function readDocument(document: HighLevelDocument): ReadDocument {
  const { recording, submission, probabilities, source } = document;
  if (parseMbid(recording) === null)
    return { problem: `recording ${JSON.stringify(recording)} is not an MBID` };
  if (!Number.isInteger(submission) || submission < 0) {
    return { problem: `submission ${submission} is not an offset from 0` };
  }
  if (!isStorableText(source)) return { problem: "source is not storable text" };
  if (Object.keys(probabilities).length === 0) return { classes: [] };
  try {
    return { classes: toPartsPerMillion(probabilities) };
  } catch (error) {
    if (error instanceof TracksError) return { problem: `${error.code}: ${error.message}` };
    throw error;
  }
}

/** Why a row of low-level features cannot be stored, or null if it can. */
export function lowLevelProblem(features: LowLevelFeatures): string | null {
  const { recording, submission, lowlevel, rhythm, tonal } = features;
  if (parseMbid(recording) === null) return `recording ${JSON.stringify(recording)} is not an MBID`;
  if (!(Number.isInteger(submission) && submission >= 0)) {
    return `submission ${submission} is not an offset from 0`;
  }
  for (const [name, value] of Object.entries({ ...lowlevel, ...rhythm, ...tonal })) {
    if (typeof value === "number" && !Number.isFinite(value)) return `${name} ${value} is not a number`;
    if (typeof value === "string" && !isStorableText(value)) return `${name} is text that cannot be stored`;
  }
  return null;
}

/** Why a signal cannot be stored, or null if it can. */
export function signalProblem(signal: PopularitySignal): string | null {
  const { provider, id, name, popularity, followers, genres, asOf, source } = signal;
  if (![provider, id, name, source, ...genres].every(isStorableText)) return "text that cannot be stored";
  if (id === "") return "id is empty";
  if (!(popularity >= 0 && popularity <= 100)) return `popularity ${popularity} is not from 0 to 100`;
  if (followers !== null && !(Number.isSafeInteger(followers) && followers >= 0)) {
    return `followers ${followers} is not a count`;
  }
  return isDay(asOf) ? null : `asOf ${JSON.stringify(asOf)} is not a date YYYY-MM-DD`;
}

/** Why a track's features cannot be stored, or null if they can. */
export function trackFeaturesProblem(features: TrackFeatures): string | null {
  for (const [name, value] of Object.entries(features)) {
    const texts = Array.isArray(value) ? value : [value];
    if (texts.some((text) => typeof text === "string" && !isStorableText(text))) {
      return `${name} is text that cannot be stored`;
    }
    if (typeof value === "number" && !Number.isFinite(value)) return `${name} ${value} is not a number`;
  }
  const { id, asOf } = features;
  if (id === "") return "id is empty";
  return isDay(asOf) ? null : `asOf ${JSON.stringify(asOf)} is not a date YYYY-MM-DD`;
}

/** Whether the text is a day of the calendar, `YYYY-MM-DD`, that PostgreSQL takes. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || text < "0001") return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
