// @ts-check
import { firstCandidates } from "./api.js";
import { CandidateRows } from "./candidate-rows.js";
import { keyOf } from "./changes.js";
import { byId } from "./dom.js";
import { count } from "./format.js";
import { atMostEvery, latest } from "./latest.js";

/** @typedef {import("./api.js").CandidateItem} CandidateItem */
/** @typedef {import("./changes.js").CandidateEvent} CandidateEvent */

const STEP = 100;
const MOST = 1_000;
const MARKED_MS = 45_000;
const GONE_MS = 12_000;
const RELOAD_MS = 1_000;

/**
 * The best candidates that pass the filters. The server says what is in the table and in which order;
 * events say what to mark, and that it is time to ask again, however many come at once.
 */
export class CandidateTable {
  #filters = byId("filters", HTMLFormElement);
  #more = byId("more", HTMLButtonElement);
  #empty = byId("candidates-empty", HTMLElement);
  #summary = byId("candidates-summary", HTMLElement);
  #wanted = STEP;
  #hasMore = false;
  #loaded = false;
  /** @type {CandidateItem[]} */
  #items = [];
  /** How many of the items are current; the others have just been withdrawn. */
  #current = 0;
  /** @type {Map<string, CandidateEvent>} What happened lately. */
  #marks = new Map();
  /** @type {string | null} */
  #selected = null;

  /** @param {{ onSelect: (key: string) => void, onLoad: (items: readonly CandidateItem[]) => void }} listeners */
  constructor({ onSelect, onLoad }) {
    this.onLoad = onLoad;
    this.rows = new CandidateRows(byId("candidate-rows", HTMLTableSectionElement), onSelect);
    this.load = latest(
      (signal) => this.#load(signal),
      (error) => this.#showSummary(error instanceof Error ? error.message : ""),
    );
    this.reloadSoon = atMostEvery(this.load, RELOAD_MS);
    const filterSoon = atMostEvery(this.load, 200);
    this.#filters.addEventListener("submit", (event) => event.preventDefault());
    this.#filters.addEventListener("input", () => {
      this.#wanted = STEP;
      this.#items = this.#items.filter((item) => !this.#isLeaving(item));
      this.#showMinimum();
      filterSoon();
    });
    this.#more.addEventListener("click", () => {
      this.#wanted += STEP;
      this.load();
    });
    this.#showMinimum();
  }

  /** @param {readonly { name: string, candidates: number }[]} points */
  operatingPoints(points) {
    const select = this.#filters.elements.namedItem("point");
    if (!(select instanceof HTMLSelectElement)) return;
    const chosen = select.value;
    select.length = 1;
    for (const { name, candidates } of points) select.add(new Option(`${name} (${count(candidates)})`, name));
    select.value = points.some(({ name }) => name === chosen) ? chosen : "";
  }

  /** @param {CandidateEvent} event */
  apply(event) {
    const key = keyOf(event.candidate);
    this.#marks.set(key, event);
    setTimeout(() => this.#unmark(key, event), event.change === "withdrawn" ? GONE_MS : MARKED_MS);
    this.reloadSoon();
  }

  /** @param {string | null} key */
  select(key) {
    this.#selected = key;
    this.#render();
  }

  /** Clears the marks of recent changes. */
  clearMarks() {
    this.#marks.clear();
  }

  /** @param {AbortSignal} signal */
  async #load(signal) {
    const { candidates, more } = await firstCandidates({
      filters: this.#filterValues(),
      wanted: this.#wanted,
      signal,
    });
    // What was there and has just been withdrawn stays for a moment, marked.
    const loaded = new Set(candidates.map(keyOf));
    const leaving = this.#items.filter((item) => !loaded.has(keyOf(item)) && this.#isLeaving(item));
    this.#current = candidates.length;
    this.#items = [...candidates, ...leaving].sort(order);
    this.#hasMore = more;
    this.#loaded = true;
    this.#render();
    this.onLoad(this.#items);
  }

  /** @param {CandidateItem} item */
  #isLeaving(item) {
    return this.#marks.get(keyOf(item))?.change === "withdrawn";
  }

  /** @param {string} key @param {CandidateEvent} event */
  #unmark(key, event) {
    if (this.#marks.get(key) !== event) return;
    this.#marks.delete(key);
    if (event.change === "withdrawn") this.#items = this.#items.filter((item) => keyOf(item) !== key);
    this.#render();
  }

  #render() {
    this.rows.render(this.#items, this.#marks, this.#selected);
    this.#more.hidden = !this.#hasMore || this.#current >= MOST;
    if (!this.#loaded) return;
    this.#empty.hidden = this.#items.length > 0;
    const filtered = Object.values(this.#filterValues()).some((value) => value !== "");
    this.#empty.textContent = filtered
      ? "No candidate passes these filters."
      : "No candidates yet. They appear once the graph is large enough to learn from.";
    const number = count(this.#current);
    this.#showSummary(
      this.#current === 0 ? "" : this.#hasMore ? `The ${number} most probable` : `All ${number}`,
    );
  }

  /** @param {string} text */
  #showSummary(text) {
    if (this.#summary.textContent !== text) this.#summary.textContent = text;
  }

  /** @returns {Record<string, string>} */
  #filterValues() {
    const data = new FormData(this.#filters);
    const minimum = String(data.get("minimumProbability") ?? "0");
    return {
      name: String(data.get("name") ?? "").trim(),
      point: String(data.get("point") ?? ""),
      minimumProbability: Number(minimum) > 0 ? minimum : "",
    };
  }

  #showMinimum() {
    const { minimumProbability } = this.#filterValues();
    byId("minimum-shown", HTMLOutputElement).value = `${Math.round(Number(minimumProbability) * 100)} %`;
  }
}

/** The order of the server. @param {CandidateItem} one @param {CandidateItem} other */
function order(one, other) {
  return other.probability - one.probability || (keyOf(one) < keyOf(other) ? 1 : -1);
}
