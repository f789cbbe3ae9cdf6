import { parentPort } from "node:worker_threads";
import { OpenLists, type SharedAdjacency } from "@interlude/core-graph";
import { type LinkModel, PairLogits, type SharedFacts, logitColumns, openWorld } from "@interlude/core-links";

/** What the main thread posts: artists whose pairs are to be scored. Until the response comes it changes nothing. */
export interface ScoringWork {
  /** The graph's memory; null if it is laid out as it was when it was posted last. */
  readonly graph: SharedAdjacency | null;
  readonly artistCount: number;
  readonly facts: SharedFacts;
  readonly model: LinkModel;
  readonly threshold: number;
  /** Ids. */
  readonly artists: Int32Array<ArrayBuffer>;
}

let lists: OpenLists | null = null;
let scoring: { readonly model: string; readonly threshold: number; readonly logits: PairLogits } | null =
  null;

parentPort!.on("message", (work: ScoringWork) => {
  const { graph, artistCount, facts, model, threshold, artists } = work;
  if (lists === null) lists = new OpenLists(graph!);
  else if (graph !== null) lists.open(graph);
  lists.growTo(artistCount);
  const world = openWorld(lists, model.asOf, facts);
  if (scoring?.model !== model.id || scoring.threshold !== threshold)
    scoring = { model: model.id, threshold, logits: new PairLogits(world, model, threshold) };
  scoring.logits.renew(world);
  const columns = logitColumns(scoring.logits, artists);
  parentPort!.postMessage(columns, [columns.others.buffer, columns.logits.buffer]);
});
