// @ts-check
import { epochName } from "./activity.js";
import { byId, element } from "./dom.js";
import { ago, count } from "./format.js";

/** @typedef {import("./api.js").Overview} Overview */
/** @typedef {import("./api.js").EpochSummary} EpochSummary */

const NAMES = /** @type {const} */ ([
  ["artists", "Artists"],
  ["edges", "Collaborations"],
  ["candidates", "Candidates"],
  ["syntheticTracks", "Synthetic tracks"],
]);

/** What stands at the top: sizes, the connection, and how fresh it all is. */
export class Masthead {
  #totals = byId("totals", HTMLDListElement);
  #connection = byId("connection", HTMLElement);
  #lastPacket = byId("last-packet", HTMLElement);
  /** @type {EpochSummary | null} */
  #epoch = null;

  constructor() {
    setInterval(() => this.#showAge(), 1_000);
  }

  /** @param {Overview["totals"]} totals */
  totals(totals) {
    const groups = NAMES.map(([key, name]) =>
      element("div", {}, [
        element("dt", {}, [name]),
        element("dd", { class: "number" }, [count(totals[key])]),
      ]),
    );
    this.#totals.replaceChildren(...groups);
  }

  /** @param {"live" | "waiting"} state */
  connection(state) {
    this.#connection.dataset.state = state;
    this.#connection.textContent = state === "live" ? "Live" : "Reconnecting";
  }

  /** @param {EpochSummary} epoch */
  epoch(epoch) {
    this.#epoch = epoch;
    this.#showAge();
  }

  #showAge() {
    if (this.#epoch === null) return;
    const completed = Date.parse(this.#epoch.completedAt);
    const took = Math.max(0, completed - Date.parse(this.#epoch.ingestedAt)) / 1000;
    const text = `${epochName(this.#epoch)}, ${ago(Date.now() - completed)}`;
    this.#lastPacket.textContent = text;
    this.#lastPacket.title = `Through all stages ${took.toFixed(1)} s after it was ingested`;
  }
}
