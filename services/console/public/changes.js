// @ts-check

/** @typedef {import("./api.js").CandidateItem} CandidateItem */
/** @typedef {import("./api.js").EpochSummary} EpochSummary */
/** @typedef {import("./api.js").IngestionState} IngestionState */
/**
 * @typedef {object} CandidateEvent
 * @property {"appeared" | "changed" | "withdrawn"} change
 * @property {number} epoch
 * @property {CandidateItem} candidate
 * @property {number | null} previousProbability
 * @property {string | null} [withdrawalReason] of one that is withdrawn
 */
/**
 * @typedef {object} TrackEvent
 * @property {"written" | "withdrawn"} change
 * @property {string} artistA
 * @property {string} artistB
 * @property {number[]} samples
 */
/**
 * @typedef {object} Watcher
 * @property {(state: "live" | "waiting") => void} onConnection
 * @property {() => void} onReset what was missed is no longer kept
 * @property {(event: CandidateEvent) => void} onCandidate
 * @property {(event: TrackEvent) => void} onTrack
 * @property {(event: EpochSummary) => void} onEpoch
 * @property {(event: IngestionState) => void} onIngestion told at first and whenever it changes
 */

/**
 * Follows the changes for as long as the page is open. The browser reconnects by itself and says what
 * it has seen; what it missed is sent, or `reset` if that is no longer kept.
 *
 * @param {Watcher} watcher
 */
export function watchChanges(watcher) {
  const source = new EventSource("api/stream");
  source.addEventListener("open", () => watcher.onConnection("live"));
  source.addEventListener("error", () => {
    watcher.onConnection("waiting");
    // A refused connection is not tried again by the browser: 503, or a proxy's error page.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => watchChanges(watcher), 5_000);
  });
  source.addEventListener("reset", () => watcher.onReset());
  source.addEventListener("candidate", (event) => watcher.onCandidate(JSON.parse(event.data)));
  source.addEventListener("synthetic-track", (event) => watcher.onTrack(JSON.parse(event.data)));
  source.addEventListener("epoch", (event) => watcher.onEpoch(JSON.parse(event.data)));
  source.addEventListener("ingestion", (event) => watcher.onIngestion(JSON.parse(event.data)));
}

/** @param {{ artistA: string, artistB: string }} pair */
export function keyOf({ artistA, artistB }) {
  return `${artistA}:${artistB}`;
}
