// @ts-check
import { byId, element } from "./dom.js";
import { ingestionWords } from "./ingestion-words.js";

/** @typedef {import("./api.js").IngestionState} IngestionState */

/** The line under the masthead: what comes in, how far behind it is, and why it stopped. */
export class IngestionBanner {
  #banner = byId("ingestion", HTMLElement);
  #note = byId("ingestion-note", HTMLElement);
  #lag = byId("ingestion-lag", HTMLElement);
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
