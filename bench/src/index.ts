export { benchGraphPairs, type GraphPairsReport } from "./graph-pairs.js";
