import { type LinkModel, selectDecisionThreshold } from "@interlude/core-links";
import { linkModel, operatingPoint } from "@interlude/core-links/testing";
import type { Transaction } from "@interlude/infra-postgres";
import { ModelsRepository } from "../training/models.repository.js";

/** Lets about half of the pairs at distance two of a small random graph through. */
export const model = linkModel({
  id: "link-0000000000000001",
  asOf: 30,
  operatingPoints: [operatingPoint("balanced-80", 0.25)],
  decisionThresholds: [{ operatingPoint: "balanced-80", probability: 0.25 }],
});

/** Another, which lets more through. */
export const secondModel: LinkModel = {
  ...model,
  id: "link-0000000000000002",
  intercept: -0.7,
  decisionThresholds: [{ operatingPoint: "balanced-80", probability: 0.3 }],
};

/** In place of training: a model that is there from the start, another from `secondFrom` on. */
export function fixedTraining(secondFrom: number, operatingPointName?: string) {
  const models = new ModelsRepository();
  return {
    trainWhenDue: async (
      _state: unknown,
      _graph: unknown,
      { epoch }: { epoch: number },
      { transaction }: { transaction: Transaction },
    ) => {
      const current = epoch < secondFrom ? model : secondModel;
      await models.addModel(transaction, current, {
        epoch,
        graphVersion: 0,
        takesOverAtEpoch: epoch,
        refusal: null,
      });
      const threshold = selectDecisionThreshold(current, operatingPointName);
      return { model: current, threshold, edgesAtTraining: 1, refused: null, problem: null };
    },
  };
}
