import type { StreamHistory } from "../history/epoch.js";

/** The history before the first epoch. */
export const EMPTY_HISTORY: StreamHistory = {
  lastEpoch: 0,
  hasCatalogue: false,
  sequence: null,
  schemaSequence: null,
  upTo: null,
  dump: null,
  hasRequestedLetters: false,
  featureFiles: new Map(),
  omissions: [],
  open: null,
};
