export { type IngestionOmissions, ingestionOmissions } from "./omissions.js";
export { type IngestedTotals, ingestedTotals, publishedEpochs } from "./published-epochs.js";
export { newestBegunEpoch, verifyEpochsTopic } from "./verify-epochs-topic.js";
