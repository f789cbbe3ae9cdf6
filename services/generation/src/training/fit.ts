import {
  type GenerationModel,
  type Measured,
  TRAINING_DEFAULTS,
  type TrackGenerator,
  TracksError,
  type TrainNetwork,
  type TrainedNetwork,
  type TrainingHooks,
  type TrainingOptions,
  measured,
  notComputable,
  prepareTable,
  serializeGenerationModel,
  splitByKey,
  trackTable,
} from "@interlude/core-tracks";
import type { ModelStore } from "../models/model-store.js";
import type { FitOutcome, FittedCard, Refusal } from "./fit-outcome.js";
import { type CardParts, fittedCard } from "./fitted-card.js";
import { judged, refusalOf } from "./gates.js";
import { type Figures, type RealRows, measure } from "./measure.js";
import { type TrainingInputs, artistsKey, conditionRows, trainingTable } from "./training-table.js";

/** Share of the artist pairs that are held out for the gates. */
const GATE_SHARE = 0.2;
/** Share of the others that the training is stopped by. */
const STOPPING_SHARE = 0.1;

/** Fewer held-out tracks than this tell no generator from another. */
const FEWEST_HELD = 20;

/** How a training is done. */
export interface FitOptions {
  /** Of all that it draws. */
  readonly seed: string;
  readonly network: Partial<TrainingOptions>;
  readonly backend: string;
}

/** What a fit is given to work with. */
export interface FitTools {
  readonly train: TrainNetwork;
  readonly hooks: TrainingHooks;
  readonly store: ModelStore;
}

/**
 * Fits the copula and trains the VAE on the same tracks, and judges both on the tracks of artist pairs that neither has
 * seen. Equal inputs, options and backend give equal models.
 */
export async function fitModels(
  inputs: TrainingInputs,
  { seed, network, backend }: FitOptions,
  { train, hooks, store }: FitTools,
): Promise<FitOutcome> {
  try {
    const sides = splitByKey(inputs.tracks.map(artistsKey), GATE_SHARE, `${seed} gates`);
    const seen = sides.training.map((row) => inputs.tracks[row]!);
    const held = sides.held.map((row) => inputs.tracks[row]!);
    const table = trainingTable(inputs, seen);
    const split = splitByKey(seen.map(artistsKey), STOPPING_SHARE, `${seed} stopping`);
    const prepared = prepareTable(table, split, seed);
    const counts = {
      tracks: inputs.tracks.length,
      pairs: new Set(inputs.tracks.map(artistsKey)).size,
      trainingTracks: split.training.length,
      stoppingTracks: split.held.length,
      heldTracks: held.length,
    };
    const unseen: RealRows = {
      table: trackTable(table.tracks, held),
      conditions: conditionRows(table.pairs, inputs, held),
      ...namesOf(held),
    };
    const learnt: RealRows = { table: table.table, conditions: table.conditions, ...namesOf(seen) };
    const { columns } = table.space;
    if (held.length < FEWEST_HELD) {
      const reason = `${held.length} tracks are held out for the gates; at least ${FEWEST_HELD} are needed`;
      return { kind: "failed", code: "TRACKS_TOO_FEW", reason };
    }
    const kept = async (
      generator: TrackGenerator,
      figures: CardParts["figures"],
      trained: TrainedNetwork | null,
      gates: CardParts["gates"],
    ): Promise<FittedCard> => {
      const model: GenerationModel = { generator, tracks: table.tracks, pairs: table.pairs };
      const bytes = serializeGenerationModel(model);
      const hash = await store.put(bytes);
      return fittedCard({ model, hash, size: bytes.length, backend, seed, counts, figures, gates, trained });
    };
    const baseline = measure(prepared.copula, columns, learnt, unseen, seed);
    const copula = await kept(prepared.copula, baseline, null, []);
    const trained = await orRefusal(() =>
      train(prepared.data, { ...TRAINING_DEFAULTS, ...network, seed }, hooks),
    );
    if ("code" in trained) return { kind: "trained", copula, vae: null, refusal: trained };
    const generator = prepared.assemble(trained);
    const own = measure(generator, columns, learnt, unseen, seed);
    const { activeUnits, collapsed } = trained.diagnostics;
    const figures: Figures = {
      ...own,
      activeUnitShare: measured(activeUnits / trained.network.latent),
      twoSampleLead: leadOf(own, baseline),
    };
    const ofCopula = Object.entries(baseline).map(([name, figure]) => [`copula.${name}`, figure] as const);
    const all = { ...figures, ...Object.fromEntries(ofCopula) };
    const vae = await kept(generator, all, trained, judged(figures));
    const refusal: Refusal | null = collapsed
      ? { code: "POSTERIOR_COLLAPSED", reason: `its posterior collapsed twice: ${activeUnits} active units` }
      : refusalOf(vae.gates);
    return { kind: "trained", copula, vae, refusal };
  } catch (error) {
    // Data that cannot be learnt from would fail again at every attempt.
    if (!(error instanceof TracksError)) throw error;
    return { kind: "failed", code: error.code, reason: error.message };
  }
}

function namesOf(tracks: TrainingInputs["tracks"]): Pick<RealRows, "keys" | "artists"> {
  return {
    keys: tracks.map(({ recording }) => recording),
    artists: tracks.map(({ artists }) => artists.slice(0, 2)),
  };
}

/** By how much the two-sample test tells the copula's rows better than the model's. */
function leadOf({ twoSampleAuc: own }: Figures, { twoSampleAuc: copula }: Figures): Measured {
  if (own === undefined || own.value === null) return own ?? notComputable("it was not measured");
  if (copula === undefined || copula.value === null) return copula ?? notComputable("it was not measured");
  return measured(copula.value - own.value);
}

/** Errors of a training that would come again. */
const REFUSALS: ReadonlySet<string> = new Set([
  "TRAINING_MEMORY",
  "TRAINING_DIVERGED",
  "TRAINING_DATA_INVALID",
]);

async function orRefusal(train: () => Promise<TrainedNetwork>): Promise<TrainedNetwork | Refusal> {
  try {
    return await train();
  } catch (error) {
    const { code, message } = error as { code?: unknown; message: string };
    if (typeof code === "string" && REFUSALS.has(code)) return { code, reason: message };
    throw error;
  }
}
