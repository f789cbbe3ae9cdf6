export { type BenchGenerateOptions, benchGenerate } from "./generate/bench-generate.js";
export { type GenerateReport, generateLines } from "./generate/report.js";
export {
  type BenchHysteresisOptions,
  type HysteresisReport,
  benchHysteresis,
  hysteresisLines,
} from "./scoring/bench-hysteresis.js";
export { type BenchScoringOptions, benchScoring } from "./scoring/bench-scoring.js";
export {
  type BenchScoringTopicsOptions,
  type ScoringTopicsReport,
  benchScoringTopics,
  scoringTopicsLines,
} from "./scoring/topics/bench-scoring-topics.js";
export { type ScoringReport, scoringLines } from "./scoring/report.js";
export { type BenchGraphOptions, benchGraph } from "./graph/bench-graph.js";
export { type GraphReport, graphLines } from "./graph/report.js";
export {
  type BenchTopicsOptions,
  type TopicsReport,
  benchTopics,
  topicsLines,
} from "./graph/topics/bench-topics.js";
export {
  type BenchOutboxOptions,
  type OutboxReport,
  benchOutbox,
  outboxLines,
} from "./outbox/bench-outbox.js";
export { type BenchRelayOptions, type RelayReport, benchRelay, relayLines } from "./relay/bench-relay.js";
export { type BenchIngestOptions, benchIngest } from "./ingest/bench-ingest.js";
export type { BenchNamespace, ProcessCommand } from "./bench-namespace.js";
export { endPrograms } from "./processes/running-programs.js";
export type { ProcessSample } from "./processes/process-usage.js";
export { type IngestReport, reportLines } from "./ingest/report.js";
export { type BenchNormalizeOptions, benchNormalize } from "./normalize/bench-normalize.js";
export { type NormalizeReport, normalizeLines } from "./normalize/report.js";
export type { CheckedProblems, CommandRun, Contents, FaultTools } from "./faults/fault-tools.js";
export { faultsLines } from "./faults/report.js";
export { type FaultsReport, runFaults } from "./faults/run-faults.js";
export type { Scenario } from "./faults/scenario.js";
export { SCENARIOS } from "./faults/scenarios/index.js";
