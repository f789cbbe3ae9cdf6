import { isPriorModel } from "@interlude/core-links";
import type { ModelInUse } from "./in-use.js";
import type { DecidedTraining, OpenTraining } from "./trainings.repository.js";

/** What the status says of the models. */
export interface TrainingStatus {
  readonly inUse: ModelInUse;
  readonly open: OpenTraining | null;
  readonly decided: DecidedTraining | null;
  /** Operating point that the settings name, or null. */
  readonly operatingPoint: string | null;
}

/** Why there are no candidates, or why the newest trained model is not the one in use; null if there is nothing to say. */
export function statusNote({ inUse, open, decided, operatingPoint }: TrainingStatus): string | null {
  const { model, threshold, refused } = inUse;
  if (isPriorModel(model)) {
    const training =
      open === null
        ? null
        : `a model is trained as of epoch ${open.epoch} and takes over with epoch ${open.takesOverAtEpoch}`;
    const reasons = [refused, training ?? decided?.reason ?? "nothing was there to learn from yet"];
    return `no candidates yet, as the built-in prior model scores: ${reasons.filter((reason) => reason !== null).join("; ")}`;
  }
  if (threshold === null) {
    const wanted = operatingPoint ?? "prevalence-80 or balanced-80";
    return `no candidates: model ${model.id} does not reach ${wanted} on held-out collaborations`;
  }
  const reason = decided?.reason ?? null;
  return reason === null ? null : `model ${model.id} stays: ${reason}`;
}
