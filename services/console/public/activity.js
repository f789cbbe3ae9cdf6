// @ts-check
import { element } from "./dom.js";
import { artistName, count, counted, probability } from "./format.js";
import { keyOf } from "./changes.js";
import { linkTo } from "./url-state.js";
import { withdrawalWords } from "./withdrawal-words.js";

/** @typedef {import("./changes.js").CandidateEvent} CandidateEvent */
/** @typedef {import("./api.js").EpochSummary} EpochSummary */

const SHOWN = 40;

/** The newest changes in words, newest first. */
export class Activity {
  /** @param {HTMLOListElement} list */
  constructor(list) {
    this.list = list;
  }

  /** @param {CandidateEvent} event */
  candidate({ change, candidate, previousProbability, withdrawalReason }) {
    const names = `${artistName(candidate.nameA, candidate.artistA)} × ${artistName(candidate.nameB, candidate.artistB)}`;
    const fact = {
      appeared: `appeared at ${probability(candidate.probability)}`,
      changed: `from ${probability(previousProbability ?? candidate.probability)} to ${probability(candidate.probability)}`,
      withdrawn: `withdrawn: ${withdrawalWords(withdrawalReason).toLowerCase()}`,
    }[change];
    this.#add(
      element("li", { "data-change": change }, [
        element("a", { href: linkTo({ pair: keyOf(candidate), artist: null }) }, [names]),
        element("span", { class: "quiet" }, [` ${fact}`]),
      ]),
    );
  }

  /** @param {EpochSummary} epoch */
  epoch(epoch) {
    this.#add(
      element("li", { "data-change": "epoch" }, [
        element("span", {}, [epochName(epoch)]),
        element("span", { class: "quiet" }, [` ${whatChanged(epoch)}`]),
      ]),
    );
  }

  clear() {
    this.list.replaceChildren();
  }

  /** @param {HTMLLIElement} item */
  #add(item) {
    this.list.prepend(item);
    while (this.list.children.length > SHOWN) this.list.lastElementChild?.remove();
  }
}

/** @param {EpochSummary} epoch */
export function epochName({ kind, sequence }) {
  if (kind === "packet") return `Packet ${count(sequence)}`;
  return kind === "dump" ? "Dump" : "Acoustic features";
}

/** @param {EpochSummary} epoch */
function whatChanged({ counts }) {
  const edges = counts.edgesAdded + counts.edgesChanged + counts.edgesRemoved;
  const parts = [
    edges > 0 ? counted(edges, "collaboration") : "",
    counts.candidatesAppeared > 0 ? `${count(counts.candidatesAppeared)} new` : "",
    counts.candidatesChanged > 0 ? `${count(counts.candidatesChanged)} changed` : "",
    counts.candidatesWithdrawn > 0 ? `${count(counts.candidatesWithdrawn)} withdrawn` : "",
    counts.tracksWritten > 0 ? counted(counts.tracksWritten, "track") : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? "changed nothing here" : parts.join(", ");
}
