import type { LowLevelFeatures } from "@interlude/contracts";
import { isStorableText, isUuid } from "../mirror/column-check.js";

/** Why a row of low-level features cannot be kept, or null where it can. */
export function lowLevelProblem(features: LowLevelFeatures): string | null {
  const { recording, submission, lowlevel, rhythm, tonal } = features;
  if (!isUuid(recording)) return `recording ${JSON.stringify(recording)} is not an MBID`;
  if (!(Number.isInteger(submission) && submission >= 0)) {
    return `submission ${submission} is not an offset from 0`;
  }
  for (const [name, value] of Object.entries({ ...lowlevel, ...rhythm, ...tonal })) {
    if (typeof value === "number" && !Number.isFinite(value)) return `${name} ${value} is not a number`;
    if (typeof value === "string" && !isStorableText(value)) return `${name} is text that cannot be stored`;
  }
  return null;
}
