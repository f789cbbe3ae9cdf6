// @ts-check
import { Activity } from "./activity.js";
import { RequestFailed, candidate, feedbackOn, neighbourhood, overview } from "./api.js";
import { CandidateTable } from "./candidate-table.js";
import { keyOf, watchChanges } from "./changes.js";
import { byId, element } from "./dom.js";
import { feedbackSection } from "./feedback.js";
import { IngestionBanner } from "./ingestion-banner.js";
import { atMostEvery, latest } from "./latest.js";
import { Masthead } from "./masthead.js";
import { networkPanel } from "./network.js";
import { pairPanel } from "./pair-panel.js";
import { linkTo, parseUrlState } from "./url-state.js";

/** How many artists are drawn, by depth. */
const DRAWN = { 1: 36, 2: 64 };

const pairView = byId("pair", HTMLElement);
const networkView = byId("network", HTMLElement);
const depthButtons = byId("depth", HTMLElement);

const masthead = new Masthead();
const banner = new IngestionBanner();
const activity = new Activity(byId("activity", HTMLOListElement));
const table = new CandidateTable({
  onSelect: (pair) => {
    location.hash = linkTo({ pair, artist: null });
  },
  onLoad: (items) => {
    // Something to look at from the start; the URL stays as it is until the user chooses.
    if (shown.pair === null && items[0] !== undefined) show({ pair: keyOf(items[0]), artist: shown.artist });
  },
});

/** @type {import("./url-state.js").UrlState} */
let shown = { pair: null, artist: null };
/** @type {1 | 2} */
let depth = 1;

const loadPair = latest(
  async (signal, /** @type {string} */ pair) => {
    try {
      pairView.replaceChildren(...pairPanel(await candidate(pair, signal)));
    } catch (error) {
      if (!(error instanceof RequestFailed) || error.code !== "NOT_A_CANDIDATE") throw error;
      pairView.replaceChildren(apology(error), ...(await rejection(pair, signal)));
    }
  },
  (error) => pairView.replaceChildren(apology(error)),
);

const loadNetwork = latest(
  async (signal) => {
    const artist = shown.artist ?? shown.pair?.split(":")[0];
    if (artist === undefined) return;
    const found = await neighbourhood(artist, { depth, limit: DRAWN[depth] }, signal);
    const focused = document.activeElement?.getAttribute("href");
    networkView.replaceChildren(...networkPanel(found, shown.pair));
    if (focused && !document.activeElement?.matches("a, button, input, select")) refocus(focused);
  },
  (error) => networkView.replaceChildren(apology(error)),
);

const loadOverview = latest(
  async () => {
    const { totals, operatingPoints, epochs, ingestion } = await overview();
    masthead.totals(totals);
    banner.begin(ingestion);
    table.operatingPoints(operatingPoints);
    if (epochs[0] !== undefined) masthead.epoch(epochs[0]);
    if (byId("activity", HTMLOListElement).children.length === 0) {
      for (const epoch of epochs.slice(0, 8).toReversed()) activity.epoch(epoch);
    }
  },
  () => masthead.connection("waiting"),
);
const overviewSoon = atMostEvery(loadOverview, 1_000);
const pairSoon = atMostEvery(() => shown.pair !== null && loadPair(shown.pair), 1_000);
const networkSoon = atMostEvery(loadNetwork, 2_000);

/** @param {import("./url-state.js").UrlState} state */
function show(state) {
  const before = shown;
  shown = state;
  table.select(state.pair);
  if (state.pair !== null && state.pair !== before.pair) loadPair(state.pair);
  loadNetwork();
}

/** Asks for everything again: the stream does not send what happened before it began. */
function refresh() {
  table.reloadSoon();
  overviewSoon();
  pairSoon();
  networkSoon();
}

/** @param {unknown} error */
function apology(error) {
  const text =
    error instanceof RequestFailed ? error.message : "The console does not answer; it is asked again.";
  return element("p", { class: "quiet" }, [text]);
}

/**
 * What a reader said of a pair that is no candidate, perhaps because of that, so that it can be withdrawn.
 *
 * @param {string} pair @param {AbortSignal} signal
 */
async function rejection(pair, signal) {
  try {
    return [feedbackSection(pair, await feedbackOn(pair, signal))];
  } catch (error) {
    if (error instanceof RequestFailed && error.code === "NO_FEEDBACK") return [];
    throw error;
  }
}

/** Gives the focus back to the artist that had it before the drawing was made anew. @param {string} href */
function refocus(href) {
  for (const link of networkView.querySelectorAll("a")) {
    if (link.getAttribute("href") === href) {
      link.focus();
      return;
    }
  }
}

addEventListener("hashchange", () => {
  const state = parseUrlState(location.hash);
  if (state.pair !== null || state.artist !== null)
    show({ pair: state.pair ?? shown.pair, artist: state.artist });
});

depthButtons.addEventListener("click", (event) => {
  const chosen = event.target instanceof HTMLElement ? event.target.dataset.depth : undefined;
  if (chosen === undefined) return;
  depth = chosen === "2" ? 2 : 1;
  for (const button of depthButtons.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.dataset.depth === chosen));
  }
  loadNetwork();
});

const asked = parseUrlState(location.hash);
if (asked.pair !== null || asked.artist !== null) show(asked);
table.load();
loadOverview();

watchChanges({
  onConnection: (state) => {
    masthead.connection(state);
    if (state === "live") refresh();
  },
  onReset: () => {
    activity.clear();
    table.clearMarks();
    refresh();
  },
  onCandidate: (event) => {
    table.apply(event);
    activity.candidate(event);
    overviewSoon();
    if (keyOf(event.candidate) === shown.pair) pairSoon();
  },
  onTrack: (event) => {
    if (keyOf(event) === shown.pair) pairSoon();
    overviewSoon();
  },
  onEpoch: (epoch) => {
    masthead.epoch(epoch);
    activity.epoch(epoch);
    overviewSoon();
    if (epoch.counts.edgesAdded + epoch.counts.edgesRemoved + epoch.counts.edgesChanged > 0) networkSoon();
  },
  onIngestion: (ingestion) => banner.tell(ingestion),
});
