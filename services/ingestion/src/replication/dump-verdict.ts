import type { StreamHistory } from "../history/epoch.js";

/** What an export says of itself. */
interface DumpFacts {
  readonly identity: string;
  readonly sequence: number | null;
  /** Unix time in microseconds. */
  readonly timestamp: number | null;
}

/** What a dump beside an existing catalogue is: newer than the stream, the one that was loaded, or unused and why. */
export type DumpVerdict = "newer" | "loaded" | { readonly unused: string };

/**
 * Decides by the replication sequence that both have, else by TIMESTAMP. A dump without a sequence does not replace
 * a catalogue that has one: it may be a sample of it, and no packet could follow.
 * @param names of its archives, for the reason
 */
export function dumpVerdict(names: string, dump: DumpFacts, history: StreamHistory): DumpVerdict {
  const { identity, sequence, timestamp } = dump;
  if (identity === history.dump?.identity) return "loaded";
  if (history.sequence !== null) {
    if (sequence === null) {
      return {
        unused: `${names} is tied to no replication sequence, and ${history.sequence} is reached already; ${ANEW}`,
      };
    }
    if (sequence > history.sequence) return "newer";
    return {
      unused: `${names} is of sequence ${sequence}, and ${history.sequence} is reached already; ${NEWER}`,
    };
  }
  const { upTo } = history;
  if (sequence !== null && sequence <= (history.dump?.sourceSequence ?? 0)) {
    return { unused: `${names} is of sequence ${sequence}, which no full export is as low as; ${ANEW}` };
  }
  if (timestamp !== null && upTo !== null) {
    if (timestamp > upTo) return "newer";
    return {
      unused: `${names} is of ${dateOf(timestamp)}, and ${dateOf(upTo)} is reached already; ${NEWER}`,
    };
  }
  if (sequence !== null) return "newer";
  return { unused: `${names} does not say in TIMESTAMP whether it is newer than what is loaded; ${ANEW}` };
}

const NEWER = "put a newer one there, or take it away";
const ANEW = "take it away, or start anew in another namespace to load it";

const dateOf = (microseconds: number): string => new Date(microseconds / 1000).toISOString();
