export {
  type NewestEpoch,
  MOST_HOLD_MS,
  holdEpochs,
  newestEpoch,
  releaseEpochs,
} from "../history/epoch-hold.js";
export { type IngestionOmissions, ingestionOmissions } from "./omissions.js";
export { type IngestedTotals, ingestedTotals, newestDump, publishedEpochs } from "./published-epochs.js";
export { verifyEpochsTopic } from "./verify-epochs-topic.js";
