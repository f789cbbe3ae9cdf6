// @ts-check
import { label } from "./format.js";

/** @typedef {import("./api.js").CandidateDetail["syntheticTracks"][number]} Track */

/**
 * What a track would be, in a line: tempo, key, genres, mood, timbre and voice, as far as its model has them.
 *
 * @param {Partial<Track>} track
 */
export function trackWords({ tempo = null, key, genres = [], moodCluster, timbre = null, voice }) {
  const mix = genres.slice(0, 3).map(({ genre, share }) => `${genre} ${Math.round(100 * share)}%`);
  const words = [
    tempo === null ? null : `${Math.round(tempo)} beats a minute`,
    key ?? null,
    mix.length === 0 ? null : mix.join(", "),
    moodCluster ?? null,
    timbre === null ? null : `${timbre} timbre`,
    voice ?? null,
  ].filter((word) => word !== null);
  return words.length === 0 ? "no attributes" : words.join(" · ");
}

/**
 * Which kind of model drew the tracks, and for what.
 *
 * @param {Partial<Pick<Track, "modelKind" | "conditions">>} track
 */
export function modelWords({ modelKind = "", conditions = [] }) {
  const drawn =
    modelKind === "copula"
      ? "Drawn from the copula of the genre, the baseline that serves until a trained model passes its gates."
      : "Drawn from a conditional variational autoencoder.";
  const known = ["genre", "popularity mean", "decade"].flatMap((wanted) => {
    const condition = conditions.find(({ name }) => name === wanted);
    const value = condition?.category ?? condition?.number ?? null;
    if (value === null) return [];
    return `${label(wanted).toLowerCase()} ${typeof value === "number" ? Math.round(value) : value}`;
  });
  return known.length === 0 ? drawn : `${drawn} For ${known.join(", ")}, and how the two stand in the graph.`;
}
