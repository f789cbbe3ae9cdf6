import type { GenerationGate, TrainingPass } from "@interlude/contracts";
import type { GenerationModel, Measured, TrainedNetwork } from "@interlude/core-tracks";
import type { FittedCard } from "./fit-outcome.js";

/** Passes that a record has at most: it has to pass through the broker. */
const MOST_PASSES = 400;

/** What a record says of a model. */
export interface CardParts {
  readonly model: GenerationModel;
  readonly hash: string;
  readonly size: number;
  readonly backend: string;
  readonly seed: string;
  readonly counts: FittedCard["counts"];
  /** What was measured; null where nothing could be. */
  readonly figures: Readonly<Record<string, Measured>>;
  readonly gates: readonly GenerationGate[];
  /** Null of a copula. */
  readonly trained: Pick<TrainedNetwork, "history" | "diagnostics"> | null;
}

/** A model's record as far as its fit knows it. */
export function fittedCard(parts: CardParts): FittedCard {
  const { model, hash, trained, counts } = parts;
  const { space, conditions } = model.generator;
  const { columns } = space.space;
  const last = trained?.history.at(-1);
  return {
    modelId: hash,
    backend: parts.backend,
    tracks: counts["trainingTracks"]! + counts["stoppingTracks"]!,
    features: columns.map(({ name }) => name),
    metrics: Object.fromEntries(
      Object.entries(parts.figures).flatMap(([name, { value }]) => (value === null ? [] : [[name, value]])),
    ) as FittedCard["metrics"],
    model: "",
    kind: model.generator.kind,
    contentHash: hash,
    contentSize: parts.size,
    seed: parts.seed,
    counts,
    columns: columns.map(({ name, block, kind, unit, lower, upper, period, source, description }) => ({
      name,
      block,
      kind,
      unit,
      lower,
      upper,
      period: period ?? null,
      source,
      description,
    })),
    conditions: conditions.declarations.map(({ name }) => name),
    gates: [...parts.gates],
    passes: trained === null ? [] : passesOf(trained.history),
    calibration:
      last === undefined
        ? []
        : space.coordinates.map(({ name }, at) => ({
            coordinate: name,
            mean: finite(last.calibration.mean[at]),
            variance: finite(last.calibration.variance[at]),
          })),
    collapses: (trained?.diagnostics.collapses ?? []).map(({ attempt, pass, activeUnits, next }) => ({
      attempt,
      pass,
      activeUnits,
      isFinal: next === null,
    })),
  };
}

function passesOf(history: TrainedNetwork["history"]): TrainingPass[] {
  const stride = Math.ceil(history.length / MOST_PASSES);
  return history
    .filter((_, at) => (history.length - 1 - at) % stride === 0)
    .map((report) => ({
      attempt: report.attempt,
      pass: report.pass,
      reconstruction: report.reconstruction,
      kl: report.kl,
      klByDimension: [...report.klByDimension],
      activeUnits: report.activeUnits,
      klWeight: report.klWeight,
      learningRate: report.learningRate,
      heldLoss: report.heldLoss,
      calibrationError: calibrationError(report.calibration.variance),
    }));
}

/** Root mean square of how far variances are from 1; of those that are known. */
export function calibrationError(variances: readonly (number | null)[]): number {
  const known = variances.map(finite).filter((variance) => variance !== null);
  const squares = known.reduce((sum, variance) => sum + (variance - 1) ** 2, 0);
  return known.length === 0 ? 0 : Math.sqrt(squares / known.length);
}

function finite(value: number | null | undefined): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
