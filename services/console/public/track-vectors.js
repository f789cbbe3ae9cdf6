// @ts-check
import { divergingBar } from "./contributions.js";
import { element } from "./dom.js";
import { artistName, label, signed } from "./format.js";
import { modelWords, trackWords } from "./track-words.js";

/** @typedef {import("./api.js").CandidateDetail["syntheticTracks"]} Tracks */
/** @typedef {import("./api.js").CandidateDetail["candidate"]} Candidate */

/** Colours of the style sheet; further samples begin again. */
const COLOURS = 5;

/**
 * A pair's tracks: what each is in words and which real tracks it resembles; then their vectors, one line a feature and one
 * bar a sample.
 *
 * @param {Tracks} tracks by sample number
 * @param {Candidate} candidate
 */
export function trackVectors(tracks, candidate) {
  const [first] = tracks;
  if (first === undefined) {
    return element("p", { class: "quiet" }, [
      "No synthetic tracks: there is nothing to train on, or they are still to come.",
    ]);
  }
  const samples = tracks.map((track, index) => trackItem(track, index, candidate));
  return element("div", { class: "vectors" }, [
    element("p", { class: "quiet" }, [modelWords(first)]),
    element("ol", { class: "samples" }, samples),
    group("Measurements", measurements(tracks)),
    group("Character", shares(tracks.map((track) => track.descriptors))),
    group("Mood clusters", shares(tracks.map((track) => track.moods))),
    group("Genre components", components(tracks.map((track) => track.genreComponents))),
    checks(tracks),
  ]);
}

/** @param {Tracks[number]} track @param {number} index @param {Candidate} candidate */
function trackItem(track, index, candidate) {
  const nearest = (track.nearestTracks ?? []).map(({ artist, title, distance }) => {
    const [name, mbid] =
      artist === candidate.artistA
        ? [candidate.nameA, candidate.artistA]
        : [candidate.nameB, candidate.artistB];
    return element("li", { title: `Distance ${distance.toFixed(2)}` }, [
      `${title}, ${artistName(name, mbid)}`,
    ]);
  });
  return element("li", {}, [
    element("p", { class: "sample-words" }, [
      element("span", { class: `swatch sample-${index % COLOURS}`, "aria-hidden": "true" }),
      `Sample ${track.sample + 1}: ${trackWords(track)}`,
    ]),
    nearest.length === 0 ? null : element("ul", { class: "nearest", "aria-label": "Most like" }, nearest),
  ]);
}

/** @param {string} title @param {HTMLElement[]} rows */
function group(title, rows) {
  if (rows.length === 0) return null;
  return element("div", { class: "vector-group" }, [element("h4", {}, [title]), element("dl", {}, rows)]);
}

/**
 * Features that are no probabilities and no genre components, each against the largest of the pair's.
 *
 * @param {Tracks} tracks
 */
function measurements(tracks) {
  const names = Object.keys(tracks[0]?.features ?? {}).filter(
    (name) =>
      !tracks.some(({ descriptors, moods }) => name in descriptors || name in moods) &&
      !/^genre_\d+$/.test(name),
  );
  return names.map((name) => {
    const values = tracks.map(({ features }) => features?.[name] ?? 0);
    const largest = Math.max(...values.map(Math.abs)) || 1;
    return line(
      label(name),
      values.map((value, index) => shareBar(Math.abs(value) / largest, index)),
      range(values, (value) => String(Number(value.toPrecision(3)))),
    );
  });
}

/** @param {readonly Record<string, number>[]} samples values from 0 to 1 by name */
function shares(samples) {
  const names = [...new Set(samples.flatMap((values) => Object.keys(values)))].sort();
  return names.map((name) => {
    const values = samples.map((sample) => sample[name] ?? 0);
    return line(
      label(name),
      values.map(shareBar),
      range(values, (value) => value.toFixed(2)),
    );
  });
}

/** @param {number} share @param {number} index */
function shareBar(share, index) {
  const fill = element("span", { class: `bar-fill sample-${index % COLOURS}` });
  fill.style.width = `${share * 100}%`;
  return element("span", { class: "bar thin", "aria-hidden": "true" }, [fill]);
}

/** @param {readonly (readonly number[])[]} samples coordinates in order */
function components(samples) {
  const scale = Math.max(0, ...samples.flat().map(Math.abs));
  const length = Math.max(0, ...samples.map((coordinates) => coordinates.length));
  return Array.from({ length }, (_, component) => {
    const values = samples.map((coordinates) => coordinates[component] ?? 0);
    const bars = values.map((value, index) => {
      const bar = divergingBar(value, scale);
      bar.classList.add("thin");
      bar.firstElementChild?.classList.add(`sample-${index % COLOURS}`);
      return bar;
    });
    return line(`Component ${component + 1}`, bars, range(values, signed));
  });
}

/**
 * From the least to the greatest of the samples.
 *
 * @param {readonly number[]} values
 * @param {(value: number) => string} write
 */
function range(values, write) {
  const [least, greatest] = [write(Math.min(...values)), write(Math.max(...values))];
  return least === greatest ? least : `${least} to ${greatest}`;
}

/** @param {string} name @param {HTMLElement[]} bars @param {string} values */
function line(name, bars, values) {
  return element("div", { class: "vector-line" }, [
    element("dt", {}, [name]),
    element("dd", {}, [
      element("span", { class: "vector-bars" }, bars),
      element("span", { class: "number quiet" }, [values]),
    ]),
  ]);
}

/** @param {Tracks} tracks */
function checks(tracks) {
  const failed = tracks.flatMap(({ sample, checks: names }) =>
    names.map((name) => `sample ${sample + 1}: ${name}`),
  );
  const text = failed.length === 0 ? "Every sanity check holds." : `Checks that fail: ${failed.join(", ")}.`;
  return element("p", { class: failed.length === 0 ? "quiet" : "warning" }, [text]);
}
