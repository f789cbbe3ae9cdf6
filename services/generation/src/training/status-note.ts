import type { GeneratorKind } from "@interlude/core-tracks";
import { FEWEST_TRACKS } from "./due.js";
import type { DecidedTraining, OpenTraining } from "./trainings.repository.js";

/** What the status says of the models. */
export interface TrainingStatus {
  readonly serving: { readonly id: string; readonly kind: GeneratorKind } | null;
  /** Why the model in force does not serve, or null. */
  readonly refused: string | null;
  readonly open: OpenTraining | null;
  readonly decided: DecidedTraining | null;
  readonly tracks: number;
}

/** Which model makes tracks, and why not another. */
export function statusNote({ serving, refused, open, decided, tracks }: TrainingStatus): string {
  const training =
    open === null
      ? null
      : `models are trained as of epoch ${open.epoch} and take over with epoch ${open.takesOverAtEpoch} (${open.cause})`;
  const reasons = [refused, decided === null || decided.reason === null ? null : `no VAE: ${decided.reason}`];
  if (serving === null) {
    const few =
      tracks < FEWEST_TRACKS
        ? `nothing to train on: ${tracks} tracks with acoustic features, of ${FEWEST_TRACKS} that are needed`
        : null;
    return `no tracks: ${joined([...reasons, training ?? few]) || "no model is trained yet"}`;
  }
  const name = serving.kind === "vae" ? "VAE" : "copula";
  return joined([`${name} ${serving.id.slice(0, 12)} makes tracks`, ...reasons, training]);
}

function joined(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join("; ");
}
