import { OPERATING_POINT_NAMES } from "@interlude/core-links";
import { type SettingsOf, integer, oneOf } from "@interlude/infra-runtime/settings";

/** Settings of scoring beside those of every service. */
export const settings = {
  operatingPoint: oneOf({
    variable: "SCORING_GATE",
    description:
      "Operating point that a candidate must pass; there are no candidates while the model does not reach it. Unset, the model's own points decide.",
    words: OPERATING_POINT_NAMES,
    default: null,
  }),
  takeoverEpochs: integer({
    variable: "SCORING_TAKEOVER_EPOCHS",
    description:
      "Epochs from the one as of which a model is trained to the one with which it takes over, where it replaces a trained one; only there does the stream wait for a training that takes longer.",
    default: 10,
    min: 1,
    max: 10_000,
  }),
  trainingEpochs: integer({
    variable: "SCORING_TRAINING_EPOCHS",
    description: "Epochs after which a model is trained anew although little has changed; 0 for never.",
    default: 0,
    min: 0,
    max: 1_000_000,
  }),
  trainingLabels: integer({
    variable: "SCORING_TRAINING_LABELS",
    description:
      "Pairs of which feedback came, changed or was withdrawn after which a model is trained anew; 0 for never.",
    default: 100,
    min: 0,
    max: 1_000_000,
  }),
  feedbackWeight: integer({
    variable: "SCORING_FEEDBACK_WEIGHT",
    description:
      "How many examples a pair that a reader accepted or rejected counts as when a model is trained; 0 leaves them out.",
    default: 1,
    min: 0,
    max: 1_000,
  }),
  threads: integer({
    variable: "SCORING_THREADS",
    description:
      "Worker threads that score the pairs of many artists at once; 0 stands for as many as the machine has cores, and with 1 there are none.",
    min: 0,
    max: 64,
    default: 0,
  }),
};

export type ScoringSettings = SettingsOf<typeof settings>;
