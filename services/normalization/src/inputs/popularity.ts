import type { PopularitySignal } from "@interlude/contracts";
import { isStorableText } from "../mirror/column-check.js";
import { isDay } from "./day.js";

/** The provider whose artists are found through MusicBrainz's URLs. */
export const SPOTIFY = "spotify";

/** Why a signal cannot be kept, or null where it can. */
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
