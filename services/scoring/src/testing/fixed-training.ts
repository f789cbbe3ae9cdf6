import { linkModel, operatingPoint } from "@interlude/core-links/testing";
import type { Transaction } from "@interlude/infra-postgres";
import { ModelsRepository } from "../models.repository.js";

/** Lets about half of the pairs at distance two of a small random graph through. */
export const model = linkModel({
  id: "link-0000000000000001",
  asOf: 30,
  operatingPoints: [operatingPoint("balanced-80", 0.25)],
});

/** In place of training: a model that is there from the start, another from `secondFrom` on. */
export function fixedTraining(secondFrom: number) {
  const models = new ModelsRepository();
  return {
    trainWhenDue: async (
      _state: unknown,
      _graph: unknown,
      { epoch }: { epoch: number },
      { transaction }: { transaction: Transaction },
    ) => {
      const current = epoch < secondFrom ? model : { ...model, id: "link-0000000000000002", intercept: -0.7 };
      await models.addModel(transaction, current, { epoch, graphVersion: 0 });
      return { model: current, edgesAtTraining: 1, problem: null, outdated: null };
    },
  };
}
