export { type IngestionOmissions, ingestionOmissions } from "./omissions.js";
export { type IngestedTotals, ingestedTotals, newestDump, publishedEpochs } from "./published-epochs.js";
export { newestBegunEpoch, verifyEpochsTopic } from "./verify-epochs-topic.js";
