import type { HighLevelDocument } from "@interlude/contracts";
import { isStorableText, isUuid } from "../mirror/column-check.js";

/** Why a document cannot be kept, or null where it can. A document without any model is kept: it says nothing. */
export function documentProblem(document: HighLevelDocument): string | null {
  const { recording, submission, probabilities, source } = document;
  if (!isUuid(recording)) return `recording ${JSON.stringify(recording)} is not an MBID`;
  if (!Number.isInteger(submission) || submission < 0)
    return `submission ${submission} is not an offset from 0`;
  if (!isStorableText(source)) return "source is not storable text";
  for (const [model, classes] of Object.entries(probabilities)) {
    if (!isStorableText(model)) return "a model's name is not storable text";
    for (const [name, probability] of Object.entries(classes)) {
      if (!isStorableText(name)) return `a class of ${model} has a name that is not storable text`;
      // Float32 noise goes a little beyond 1.
      if (!(probability >= 0 && probability <= 1.001)) {
        return `${model}.${name} ${probability} is not a probability`;
      }
    }
  }
  return null;
}
