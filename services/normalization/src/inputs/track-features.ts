import type { TrackFeatures } from "@interlude/contracts";
import { isStorableText } from "../mirror/column-check.js";
import { isDay } from "./day.js";

/** Why a track's features cannot be kept, or null where they can. */
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
