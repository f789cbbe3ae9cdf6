export { expectedGraph } from "./expected-graph.js";
export { verifyGraph } from "./verify-graph.js";
