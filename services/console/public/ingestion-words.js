// @ts-check
import { ago, counted } from "./format.js";

/** @typedef {import("./api.js").IngestionState} IngestionState */

/** Ingestion reports every few seconds while it reads a file; after a longer silence it has ended or is cut off. */
const SILENT_AFTER_MS = 60_000;

/**
 * The status of ingestion in words; null if nothing has come in yet and nothing is on its way.
 *
 * @param {IngestionState | null} ingestion
 * @param {number} now Unix time in milliseconds
 * @returns {{ state: "stopped" | "working" | "waiting", note: string, code: string | null, lag: string } | null}
 */
export function ingestionWords(ingestion, now) {
  if (ingestion === null) return null;
  if (ingestion.note === null && ingestion.upTo === null && ingestion.omissions.length === 0) return null;
  const { note, code, progress, packetsBehind, upTo, saidAt } = ingestion;
  const silence = now - Date.parse(saidAt);
  const lag = [
    progress !== null && silence > SILENT_AFTER_MS ? `last heard of ${ago(silence)}` : "",
    packetsBehind !== null && packetsBehind > 0 ? `${counted(packetsBehind, "packet")} behind` : "",
    upTo === null ? "" : `data up to ${ago(now - Date.parse(upTo))}`,
  ].filter((part) => part !== "");
  return {
    state: code !== null ? "stopped" : note !== null ? "working" : "waiting",
    note: note ?? "Waiting for what comes next",
    code,
    lag: lag.join(" · "),
  };
}
