// @ts-check
import { keyOf } from "./changes.js";
import { contributionGlance } from "./contributions.js";
import { element } from "./dom.js";
import { artistName, probability } from "./format.js";
import { withdrawalWords } from "./withdrawal-words.js";

/** @typedef {import("./api.js").CandidateItem} CandidateItem */
/** @typedef {import("./changes.js").CandidateEvent} CandidateEvent */

/**
 * The rows of the table. They are kept by pair and moved, not made anew, so that focus and selection
 * survive whatever the stream brings.
 */
export class CandidateRows {
  /** @type {Map<string, { row: HTMLTableRowElement, shown: string }>} */
  #rows = new Map();

  /**
   * @param {HTMLTableSectionElement} body
   * @param {(key: string) => void} onSelect
   */
  constructor(body, onSelect) {
    this.body = body;
    body.addEventListener("click", (event) => {
      const row = event.target instanceof Element ? event.target.closest("tr") : null;
      if (row?.dataset.key !== undefined) onSelect(row.dataset.key);
    });
    body.addEventListener("keydown", (event) => this.#moveFocus(event));
  }

  /**
   * @param {readonly CandidateItem[]} items in the order of the table
   * @param {ReadonlyMap<string, CandidateEvent>} marks what happened lately, by pair
   * @param {string | null} selected
   */
  render(items, marks, selected) {
    const keys = new Set(items.map(keyOf));
    for (const [key, { row }] of this.#rows) {
      if (!keys.has(key)) {
        row.remove();
        this.#rows.delete(key);
      }
    }
    let next = this.body.firstElementChild;
    for (const item of items) {
      const row = this.#row(item, marks.get(keyOf(item)), keyOf(item) === selected);
      if (row === next) next = next.nextElementSibling;
      else this.body.insertBefore(row, next);
    }
  }

  /**
   * @param {CandidateItem} item
   * @param {CandidateEvent | undefined} mark
   * @param {boolean} selected
   */
  #row(item, mark, selected) {
    const key = keyOf(item);
    const shown = JSON.stringify([item.changedEpoch, item.graphVersion, mark?.change, mark?.epoch]);
    let kept = this.#rows.get(key);
    if (kept === undefined) {
      kept = { row: element("tr", { "data-key": key }), shown: "" };
      this.#rows.set(key, kept);
    }
    if (kept.shown !== shown) {
      const focused = kept.row.contains(document.activeElement);
      kept.row.replaceChildren(...cells(item, mark));
      kept.row.dataset.change = mark?.change ?? "";
      kept.shown = shown;
      if (focused) kept.row.querySelector("button")?.focus();
    }
    kept.row.classList.toggle("selected", selected);
    kept.row.querySelector("button")?.setAttribute("aria-pressed", String(selected));
    return kept.row;
  }

  /** @param {KeyboardEvent} event */
  #moveFocus(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const row = event.target instanceof Element ? event.target.closest("tr") : null;
    const next = event.key === "ArrowDown" ? row?.nextElementSibling : row?.previousElementSibling;
    const button = next?.querySelector("button");
    if (button instanceof HTMLElement) {
      event.preventDefault();
      button.focus();
    }
  }
}

/** @param {CandidateItem} item @param {CandidateEvent | undefined} mark */
function cells(item, mark) {
  const share = element("span", { class: "bar-fill" });
  share.style.width = `${item.probability * 100}%`;
  return [
    element("th", { scope: "row" }, [
      element("button", { type: "button", class: "pair-button" }, [
        element("span", { class: "pair-name" }, [artistName(item.nameA, item.artistA)]),
        element("span", { class: "pair-join", "aria-label": "and" }, ["×"]),
        element("span", { class: "pair-name" }, [artistName(item.nameB, item.artistB)]),
      ]),
    ]),
    element("td", { class: "probability" }, [
      element("span", { class: "number" }, [probability(item.probability)]),
      element("span", { class: "bar", "aria-hidden": "true" }, [share]),
    ]),
    element("td", {}, [contributionGlance(item.contributions)]),
    element("td", { class: "change" }, [mark === undefined ? null : badge(mark)]),
  ];
}

/** @param {CandidateEvent} mark */
function badge({ change, candidate, previousProbability, withdrawalReason }) {
  if (change === "appeared") return element("span", { class: "badge new" }, ["New"]);
  if (change === "withdrawn") {
    return element("span", { class: "badge gone" }, [withdrawalWords(withdrawalReason)]);
  }
  const before = previousProbability ?? candidate.probability;
  if (before === candidate.probability) return element("span", { class: "badge" }, ["Changed"]);
  const direction = candidate.probability > before ? "↑" : "↓";
  return element("span", { class: "badge" }, [`${direction} from ${probability(before)}`]);
}
