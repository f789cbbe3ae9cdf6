import type { HighLevelDocument } from "@interlude/contracts";
import { TracksError, toPartsPerMillion } from "@interlude/core-tracks";
import { isStorableText, isUuid } from "../mirror/column-check.js";

/** What is kept of a document, or why it cannot be. */
export type ReadDocument =
  | { readonly problem: string }
  | {
      /** Millionths of all classes; empty where no model classified the recording: such a document says nothing. */
      readonly classes: readonly (number | null)[];
    };

/** Reads a document: models and classes are those that AcousticBrainz has, each model's whole. */
export function readDocument(document: HighLevelDocument): ReadDocument {
  const { recording, submission, probabilities, source } = document;
  if (!isUuid(recording)) return { problem: `recording ${JSON.stringify(recording)} is not an MBID` };
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
