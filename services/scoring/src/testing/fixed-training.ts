import { type LinkModel, selectDecisionThreshold } from "@interlude/core-links";
import { linkModel, operatingPoint } from "@interlude/core-links/testing";
import type { Transaction } from "@interlude/infra-postgres";
import type { FirstSeen } from "../pairs/pair-transition.js";
import type { ModelInUse } from "../training/in-use.js";
import { ModelsRepository } from "../training/models.repository.js";
import { statusNote } from "../training/status-note.js";

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
    inForceFrom: async (since: FirstSeen, { transaction }: { transaction: Transaction }) => {
      const { epoch } = since;
      const current = epoch < secondFrom ? model : secondModel;
      const threshold = selectDecisionThreshold(current, operatingPointName);
      const decision = { epoch, graphVersion: 0, takesOverAtEpoch: epoch, refusal: null };
      await models.addModel(transaction, current, decision);
      const before = await models.state(transaction);
      await models.saveInUse(transaction, { model: current, threshold });
      await models.saveMarker(transaction, since);
      const isNew =
        before.model?.id !== current.id || before.threshold?.operatingPoint !== threshold?.operatingPoint;
      return { model: current, threshold, refused: null, isNew, since };
    },
    decideInBackground: async () => null,
    noteWhenDue: async () => {},
    storedStatus: async () => ({ note: null, comparison: null }),
    status: async (inUse: ModelInUse) => ({
      note: statusNote({ inUse, open: null, decided: null, operatingPoint: operatingPointName ?? null }),
      comparison: null,
    }),
  };
}
