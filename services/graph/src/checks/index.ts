export { expectedGraph } from "./expected-graph.js";
export { foldDeltas } from "./fold-deltas.js";
export { verifyGraph } from "./verify-graph.js";
export { verifyGraphTopics } from "./verify-graph-topics.js";
export { rebuild as graphRebuild, requestSnapshot as requestGraphSnapshot } from "../rebuild.js";
