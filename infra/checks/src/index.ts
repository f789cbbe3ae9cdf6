export { canonical } from "./canonical.js";
export { type CheckResult, compare, resultLines } from "./compare.js";
export type { Coverage } from "./coverage.js";
export { type DeadLetterCount, countDeadLetters, deadLetterFaults, noDeadLetters } from "./dead-letters.js";
export { type Fault, type Faults, insertedRow } from "./fault.js";
export { inRange } from "./in-range.js";
export type { Reference } from "./reference.js";
export {
  type Evidence,
  type PublishedEpoch,
  type Queries,
  type Rule,
  type Severity,
  type Violations,
  violationsOf,
} from "./rule.js";
export { type RuleResult, runRules } from "./run-rules.js";
export { type ValidationReport, isValid, reportLines } from "./validation-report.js";
export { type TopicReport, checkOrder } from "./topics/check-order.js";
export {
  type FoundViolation,
  type TopicOrder,
  compareNewestMarkers,
  orderLines,
  topicOrder,
} from "./topics/topic-order-report.js";
