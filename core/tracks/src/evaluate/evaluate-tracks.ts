import { TracksError } from "../errors.js";
import type { PassReport, TrainNetwork, TrainingOptions } from "../network/index.js";
import { keyedRandom } from "../random.js";
import {
  type EvaluationGate,
  FIGURE_NAMES,
  type FigureName,
  type Summary,
  judgeSummaries,
  summarise,
} from "./figures.js";
import {
  type CandidateName,
  type CandidateResult,
  type SeedResult,
  type SyntheticRows,
  evaluateSeed,
} from "./evaluate-seed.js";
import type { TrackTable } from "./track-table.js";

/** How to evaluate. */
export interface TrackEvaluationOptions {
  readonly seeds: number;
  readonly firstSeed: number;
  readonly training: TrainingOptions;
}

export interface TrackEvaluationHooks {
  readonly onSeed?: (seed: number, seconds: number) => void;
  readonly signal?: AbortSignal;
}

/** Everything that `evaluate tracks` finds. */
export interface TrackEvaluation {
  readonly rows: number;
  readonly space: { readonly name: string; readonly version: string };
  readonly columns: readonly string[];
  readonly conditions: readonly { readonly name: string; readonly kind: "category" | "number" }[];
  readonly seeds: readonly number[];
  /** Seeds that gave no generator, and why. */
  readonly failed: readonly { readonly seed: number; readonly code: string; readonly reason: string }[];
  /** Rows that were learnt from and that were held out, of the first seed that gave a generator. */
  readonly trainedRows: number;
  readonly heldRows: number;
  readonly candidates: readonly {
    readonly name: CandidateName;
    readonly figures: Readonly<Record<FigureName, Summary>>;
    /** Kolmogorov–Smirnov complement, a column each. */
    readonly ksByColumn: readonly Summary[];
  }[];
  /** The CVAE, judged by its means over the seeds. */
  readonly gates: readonly EvaluationGate[];
  /** Of the first seed that gave a generator, pass by pass. */
  readonly history: readonly PassReport[];
  readonly notes: readonly string[];
}

/**
 * Trains on one half of a table, draws rows for the conditions of the other half, each by itself, and says how like the
 * real rows of that half they are, beside baselines. A seed decides the halves and all that is drawn.
 * @param train trains a network, on whichever library
 * @returns with the rows of the first seed that gave a generator
 * @throws TracksError of the first seed if no seed gives a generator; the signal's reason
 */
export async function evaluateTracks(
  table: TrackTable,
  train: TrainNetwork,
  { seeds, firstSeed, training }: TrackEvaluationOptions,
  { onSeed, signal }: TrackEvaluationHooks = {},
): Promise<{ evaluation: TrackEvaluation; synthetic: SyntheticRows }> {
  const numbers = Array.from({ length: seeds }, (_, at) => firstSeed + at);
  const results: SeedResult[] = [];
  const failed: { seed: number; code: string; reason: string }[] = [];
  let first: Error | null = null;
  for (const seed of numbers) {
    signal?.throwIfAborted();
    try {
      const result = await evaluateSeed(table, halvesOf(table, seed), train, training, String(seed), signal);
      results.push(result);
      onSeed?.(seed, result.trainingSeconds);
    } catch (error) {
      signal?.throwIfAborted();
      const code = (error as { code?: unknown }).code;
      if (!(error instanceof Error) || typeof code !== "string") throw error;
      first ??= error;
      failed.push({ seed, code, reason: error.message });
    }
  }
  const kept = results[0];
  if (kept === undefined) throw first!;
  const candidates = kept.candidates.map(({ name }) => {
    const own = results.map((seed) => seed.candidates.find((each) => each.name === name)!);
    return {
      name,
      figures: figuresOf(own),
      ksByColumn: table.space.columns.map((_, j) =>
        summarise(
          "ksComplementLeast",
          own.map(({ ksByColumn }) => ksByColumn[j]!),
        ),
      ),
    };
  });
  return {
    evaluation: {
      rows: table.table.rows,
      space: { name: table.space.name, version: table.space.version },
      columns: table.space.columns.map(({ name }) => name),
      conditions: table.declarations.map(({ name, kind }) => ({ name, kind })),
      seeds: numbers,
      failed,
      trainedRows: kept.trainedRows,
      heldRows: kept.synthetic.rows.length,
      candidates,
      gates: judgeSummaries(candidates.at(-1)!.figures),
      history: kept.history,
      notes: [...table.notes, ...kept.notes],
    },
    synthetic: kept.synthetic,
  };
}

function figuresOf(seeds: readonly CandidateResult[]): Record<FigureName, Summary> {
  return Object.fromEntries(
    FIGURE_NAMES.map((name) => [
      name,
      summarise(
        name,
        seeds.map(({ figures }) => figures[name]),
      ),
    ]),
  ) as Record<FigureName, Summary>;
}

/** Rows of the two halves; rows of a group are in the same one. */
function halvesOf({ groups, table }: TrackTable, seed: number): { training: number[]; held: number[] } {
  const order = new Map<string, number>();
  const keys = groups ?? Array.from({ length: table.rows }, (_, row) => String(row));
  for (const key of keys)
    if (!order.has(key)) order.set(key, keyedRandom(`evaluate ${seed} half of ${key}`).uniform());
  if (order.size < 2)
    throw new TracksError("TRACKS_TOO_FEW", "all rows are of one group: nothing can be held out");
  // Ranked, so that the halves are as even as groups allow.
  const sorted = [...order.entries()].sort((x, y) => x[1] - y[1]).map(([key]) => key);
  const inTraining = new Set(sorted.slice(0, Math.ceil(sorted.length / 2)));
  const training: number[] = [];
  const held: number[] = [];
  for (const [row, key] of keys.entries()) (inTraining.has(key) ? training : held).push(row);
  return { training, held };
}
