// @ts-check
import { byId, element } from "./dom.js";
import { ingestionWords } from "./ingestion-words.js";
import { omissionWords } from "./omission-words.js";

/** @typedef {import("./api.js").IngestionState} IngestionState */

/** What is under the masthead: what comes in, how far behind it is, why it stopped, and what was not taken in. */
export class IngestionBanner {
  #banner = byId("ingestion", HTMLElement);
  #note = byId("ingestion-note", HTMLElement);
  #lag = byId("ingestion-lag", HTMLElement);
  #omissions = byId("ingestion-omissions", HTMLDetailsElement);
  #omissionSummary = byId("ingestion-omissions-summary", HTMLElement);
  #omissionLines = byId("ingestion-omissions-lines", HTMLElement);
  /** What the list shows, so that a reader is not taken away from what they read. */
  #shownOmissions = "";
  /** @type {IngestionState | null} */
  #ingestion = null;
  /** What the note shows, so that a screen reader is not told the same again. */
  #shown = "";

  constructor() {
    setInterval(() => this.#render(), 1_000);
  }

  /** What was loaded with the page; what was told since is newer. @param {IngestionState | null} ingestion */
  begin(ingestion) {
    if (this.#ingestion === null) this.tell(ingestion);
  }

  /** @param {IngestionState | null} ingestion */
  tell(ingestion) {
    this.#ingestion = ingestion;
    this.#render();
    this.#renderOmissions(ingestion?.omissions ?? []);
  }

  /** @param {IngestionState["omissions"]} omissions */
  #renderOmissions(omissions) {
    const shown = JSON.stringify(omissions);
    if (shown === this.#shownOmissions) return;
    this.#shownOmissions = shown;
    const words = omissionWords(omissions);
    this.#omissions.hidden = words === null;
    this.#omissionSummary.textContent = words?.summary ?? "";
    this.#omissionLines.replaceChildren(...(words?.lines ?? []).map((line) => element("li", {}, [line])));
  }

  #render() {
    const words = ingestionWords(this.#ingestion, Date.now());
    this.#banner.hidden = words === null;
    if (words === null) return;
    this.#lag.textContent = words.lag;
    const shown = JSON.stringify([words.note, words.code]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#banner.dataset.state = words.state;
    if (words.state === "stopped") this.#note.setAttribute("role", "alert");
    else this.#note.removeAttribute("role");
    const code = words.code === null ? [] : [" ", element("code", {}, [words.code])];
    this.#note.replaceChildren(words.note, ...code);
  }
}
