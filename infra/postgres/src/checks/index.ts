export { outboxesMove, stagesComplete } from "./stage-rules.js";
