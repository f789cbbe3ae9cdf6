export { scoringRules } from "./rules.js";
export { verifyCandidates } from "./verify-candidates.js";
