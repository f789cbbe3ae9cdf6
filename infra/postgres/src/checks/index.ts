export { completedEpochs, outboxesMove, stagesComplete } from "./stage-rules.js";
