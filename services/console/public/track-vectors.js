// @ts-check
import { divergingBar } from "./contributions.js";
import { element } from "./dom.js";
import { label, signed } from "./format.js";

/** @typedef {import("./api.js").CandidateDetail["syntheticTracks"]} Tracks */

/**
 * The vectors of a pair's tracks, one line a feature and one bar a sample.
 *
 * @param {Tracks} tracks by sample number
 */
export function trackVectors(tracks) {
  const [first] = tracks;
  if (first === undefined) {
    return element("p", { class: "quiet" }, [
      "No synthetic tracks: there is nothing to train on, or they are still to come.",
    ]);
  }
  return element("div", { class: "vectors" }, [
    legend(tracks),
    group("Character", shares(tracks.map((track) => track.descriptors))),
    group("Mood", shares(tracks.map((track) => track.moods))),
    group("Genre components", components(tracks.map((track) => track.genreComponents))),
    checks(tracks),
  ]);
}

/** @param {Tracks} tracks */
function legend(tracks) {
  const items = tracks.map(({ sample }, index) =>
    element("li", {}, [
      element("span", { class: `swatch sample-${index}`, "aria-hidden": "true" }),
      `Sample ${sample + 1}`,
    ]),
  );
  return element("ul", { class: "legend" }, items);
}

/** @param {string} title @param {HTMLElement[]} rows */
function group(title, rows) {
  if (rows.length === 0) return null;
  return element("div", { class: "vector-group" }, [element("h4", {}, [title]), element("dl", {}, rows)]);
}

/** @param {readonly Record<string, number>[]} samples values from 0 to 1 by name */
function shares(samples) {
  const names = [...new Set(samples.flatMap((values) => Object.keys(values)))].sort();
  return names.map((name) => {
    const values = samples.map((sample) => sample[name] ?? 0);
    const bars = values.map((value, index) => {
      const fill = element("span", { class: `bar-fill sample-${index}` });
      fill.style.width = `${value * 100}%`;
      return element("span", { class: "bar thin", "aria-hidden": "true" }, [fill]);
    });
    return line(
      label(name),
      bars,
      values.map((value) => value.toFixed(2)),
    );
  });
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
      bar.firstElementChild?.classList.add(`sample-${index}`);
      return bar;
    });
    return line(`Component ${component + 1}`, bars, values.map(signed));
  });
}

/** @param {string} name @param {HTMLElement[]} bars @param {string[]} values */
function line(name, bars, values) {
  return element("div", { class: "vector-line" }, [
    element("dt", {}, [name]),
    element("dd", {}, [
      element("span", { class: "vector-bars" }, bars),
      element("span", { class: "number quiet" }, [values.join("  ")]),
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
