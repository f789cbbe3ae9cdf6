export { type IngestedTotals, ingestedTotals, publishedEpochs } from "./published-epochs.js";
