import { type Matrix, columnOf } from "@interlude/core-numerics";
import type { ConditionRow } from "../conditions/conditions.js";
import { generateRows } from "../generator/generate-rows.js";
import type { TrackGenerator } from "../generator/generator.js";
import { latentShare } from "../generator/latent-share.js";
import { prepareTable, splitByKey } from "../generator/train-generator.js";
import { learnCategories } from "../measures/category-coherence.js";
import { type Measured, measured, notComputable } from "../measures/measured.js";
import type { PassReport, TrainNetwork, TrainingOptions } from "../network/index.js";
import { notesOfFit } from "../table/fitted-space.js";
import { conditionCodes, independentRows, kinds, withoutCategories } from "./baselines.js";
import { type JudgedRows, type Likeness, type RealRows, compareTables } from "./compare-tables.js";
import type { Figures } from "./figures.js";
import { type DrawRows, sweepConditions } from "./sweep-conditions.js";
import { type TrackTable, partOf } from "./track-table.js";

/** What is judged: the training rows themselves, baselines, and the CVAE. */
export type CandidateName = "real" | "independent" | "copula" | "categoryCopula" | "cvae";

/** Rows drawn for the conditions of held-out rows. */
export interface SyntheticRows {
  readonly table: Matrix;
  readonly rows: readonly ConditionRow[];
  /** Line of the held-out row that each row's conditions are of. */
  readonly lines: readonly number[];
  /** The held-out rows themselves. */
  readonly held: Matrix;
}

/** What one seed measured of one candidate. */
export interface CandidateResult {
  readonly name: CandidateName;
  readonly figures: Figures;
  readonly ksByColumn: readonly Measured[];
}

export interface SeedResult {
  readonly candidates: readonly CandidateResult[];
  readonly synthetic: SyntheticRows;
  readonly history: readonly PassReport[];
  readonly notes: readonly string[];
  readonly trainedRows: number;
  readonly trainingSeconds: number;
}

/** Share of the training half that stops the training. */
const HELD_SHARE = 0.1;
const NO_LATENTS = notComputable("it has no latents");
const NO_ARTISTS = notComputable("the rows' own artists are not among the conditions of a table");
const NO_LEAD = notComputable("only the CVAE is held against the copula");
const NO_SWEEP = notComputable("it draws nothing for given conditions");

/**
 * One seed of the protocol. Between its steps other work of the process gets its turn, and so does an abort.
 * @throws TracksError, what `train` throws, and the signal's reason
 */
export async function evaluateSeed(
  table: TrackTable,
  halves: { readonly training: readonly number[]; readonly held: readonly number[] },
  train: TrainNetwork,
  options: TrainingOptions,
  seed: string,
  signal?: AbortSignal,
): Promise<SeedResult> {
  const { space, declarations } = table;
  const learnt = partOf(table, halves.training);
  const held = partOf(table, halves.held);
  const split = splitByKey((learnt.groups ?? learnt.lines).map(String), HELD_SHARE, seed);
  const prepared = prepareTable(learnt, split, seed);
  await pause(signal);
  const trained = await train(prepared.data, { ...options, seed }, signal === undefined ? {} : { signal });
  await pause(signal);
  const generator = prepared.assemble(trained);
  await pause(signal);
  const plain = withoutCategories(learnt);
  const copula = prepareTable(plain.of(learnt), split, seed).copula;

  const codes = conditionCodes(table);
  const judged = (rows: Matrix, conditions: readonly ConditionRow[]): JudgedRows => ({
    table: rows,
    conditions: codes(conditions),
  });
  const training = judged(learnt.table, learnt.conditions);
  const category = kinds(declarations, "category")[0] ?? null;
  const real: RealRows = {
    space,
    held: judged(held.table, held.conditions),
    training,
    numeric: kinds(declarations, "number"),
    category,
    recogniser:
      category === null
        ? null
        : learnCategories(
            { rows: learnt.table, categories: [...columnOf(training.conditions, category)] },
            seed,
          ),
    seed,
  };

  const candidates: CandidateResult[] = [];
  const add = async (
    name: CandidateName,
    rows: JudgedRows,
    draw: DrawRows | null,
    more: (likeness: Likeness) => Partial<Figures> = () => ({}),
  ): Promise<void> => {
    await pause(signal);
    const { ksByColumn, ...likeness } = compareTables(real, rows);
    await pause(signal);
    const figures: Figures = {
      ...likeness,
      twoSampleLead: NO_LEAD,
      activeUnitShare: NO_LATENTS,
      latentShare: NO_LATENTS,
      artistFidelity: NO_ARTISTS,
      conditionResponse:
        draw === null ? NO_SWEEP : sweepConditions(held.table, held.conditions, declarations, draw, seed),
      ...more({ ksByColumn, ...likeness }),
    };
    candidates.push({ name, figures, ksByColumn });
  };
  const rowKeys = held.lines.map((line) => `line ${line}`);
  const addGenerator = async (
    name: CandidateName,
    drawn: TrackGenerator,
    conditionsOf: (rows: readonly ConditionRow[]) => readonly ConditionRow[],
    more?: (likeness: Likeness) => Partial<Figures>,
  ): Promise<Matrix> => {
    const rows = generateRows(drawn, conditionsOf(held.conditions), rowKeys);
    const sweep: DrawRows = (swept) =>
      generateRows(
        drawn,
        conditionsOf(swept),
        swept.map((_, i) => `sweep ${i}`),
      );
    await add(name, judged(rows, held.conditions), sweep, more);
    return rows;
  };
  const asTheyAre = (rows: readonly ConditionRow[]) => rows;

  await add("real", training, null);
  const independent = independentRows(learnt.table, held.table.rows, seed);
  await add("independent", judged(independent, held.conditions), null);
  await addGenerator("copula", copula, plain.rows);
  if (category !== null) await addGenerator("categoryCopula", prepared.copula, asTheyAre);
  const baseline = candidates.at(-1)!.figures.twoSampleAuc;
  const share = latentShare(generator, held.conditions);
  const cvae = await addGenerator("cvae", generator, asTheyAre, ({ twoSampleAuc }) => ({
    activeUnitShare: measured(trained.diagnostics.activeUnits / trained.network.latent),
    latentShare: share === null ? NO_LATENTS : measured(share),
    twoSampleLead: leadOf(twoSampleAuc, baseline),
  }));
  return {
    candidates,
    synthetic: { table: cvae, rows: held.conditions, lines: held.lines, held: held.table },
    history: trained.history,
    notes: [
      ...notesOfFit(generator.space),
      ...(trained.diagnostics.collapsed ? ["the posterior collapsed twice: the CVAE should not serve"] : []),
    ],
    trainedRows: learnt.table.rows,
    trainingSeconds: trained.diagnostics.trainingSeconds,
  };
}

function leadOf(own: Measured, baseline: Measured): Measured {
  if (own.value === null) return own;
  return baseline.value === null ? baseline : measured(baseline.value - own.value);
}

/** Lets timers and signals have their turn. */
async function pause(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal?.throwIfAborted();
}
