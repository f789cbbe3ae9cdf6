export {
  type StageReach,
  completedEpochs,
  outboxesMove,
  outputEnds,
  stageReaches,
  stagesComplete,
} from "./stage-rules.js";
