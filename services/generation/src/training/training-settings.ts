import { type SettingsOf, integer } from "@interlude/infra-runtime/settings";

/** Settings of training beside the stream: part of the service's as soon as it trains so. */
export const trainingSettings = {
  takeoverEpochs: integer({
    variable: "GENERATION_TAKEOVER_EPOCHS",
    description:
      "Epochs from the one as of which a model of tracks is trained to the one with which it takes over, where it replaces another; only there does the stream wait for a training that takes longer.",
    default: 10,
    min: 1,
    max: 10_000,
  }),
  trainingEpochs: integer({
    variable: "GENERATION_TRAINING_EPOCHS",
    description:
      "Epochs after which a model of tracks is trained anew although little has changed; 0 for never.",
    default: 0,
    min: 0,
    max: 1_000_000,
  }),
  trainingTracks: integer({
    variable: "GENERATION_TRAINING_TRACKS",
    description: "Tracks that a model learns from at most; of more, those whose MBIDs hash lowest.",
    default: 100_000,
    min: 200,
    max: 1_000_000,
  }),
  trainingSteps: integer({
    variable: "GENERATION_TRAINING_STEPS",
    description:
      "Steps of gradient descent that a training takes, rounded up to whole passes over the tracks.",
    default: 3_200,
    min: 1,
    max: 1_000_000,
  }),
  trainingMemory: integer({
    variable: "GENERATION_TRAINING_MIB",
    description:
      "Mebibytes that data, network and a step of a training may take outside of JavaScript's heap; a training that needs more is refused.",
    default: 1_024,
    min: 16,
    max: 1_048_576,
  }),
};

export type TrainingSettings = SettingsOf<typeof trainingSettings>;
