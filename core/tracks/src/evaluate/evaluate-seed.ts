import { type Matrix, columnOf, matrixOfRows, zeros } from "@interlude/core-numerics";
import type { ConditionRow } from "../conditions/conditions.js";
import { generateRows } from "../generator/generate-rows.js";
import { latentShare } from "../generator/latent-share.js";
import { prepareTable, splitByKey } from "../generator/train-generator.js";
import type { PassReport, TrainNetwork, TrainingOptions } from "../network/index.js";
import { keyedRandom, shuffledIndices } from "../random.js";
import { notesOfFit } from "../table/fitted-space.js";
import { categoryCoherence } from "./category-coherence.js";
import { type JudgedRows, type Likeness, compareTables } from "./compare-tables.js";
import { type DrawRows, conditionResponse, varianceRatio } from "./condition-response.js";
import type { Figures } from "./gates.js";
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

export interface SeedResult {
  readonly candidates: readonly {
    readonly name: CandidateName;
    readonly figures: Figures;
    readonly ksByColumn: readonly number[];
  }[];
  readonly synthetic: SyntheticRows;
  readonly history: readonly PassReport[];
  readonly notes: readonly string[];
  readonly trainedRows: number;
  readonly trainingSeconds: number;
}

/** Share of the training half that stops the training. */
const HELD_SHARE = 0.1;
/** Rows that conditions are swept over. */
const MOST_SWEPT_ROWS = 1000;

/**
 * One seed of the protocol.
 * @throws TracksError, and what `train` throws
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
  const codes = conditionCodes(table);
  const judged = (rows: Matrix, conditions: readonly ConditionRow[]): JudgedRows => ({
    table: rows,
    conditions: codes(conditions),
  });
  const keys = (learnt.groups ?? learnt.lines).map(String);
  const split = splitByKey(keys, HELD_SHARE, seed);
  const prepared = prepareTable(learnt, split, seed);
  const trained = await train(prepared.data, { ...options, seed }, signal === undefined ? {} : { signal });
  const generator = prepared.assemble(trained);

  const rowKeys = held.lines.map((line) => `line ${line}`);
  const plain = withoutCategories(learnt);
  const categoryFree = prepareTable(plain.of(learnt), split, seed).copula;
  const numeric = kinds(declarations, "number");
  const category = kinds(declarations, "category")[0];
  const real = judged(held.table, held.conditions);
  const likenessOf = (rows: Matrix): Likeness =>
    compareTables(space, real, judged(rows, held.conditions), learnt.table, numeric, seed);
  const cvae = generateRows(generator, held.conditions, rowKeys);
  const byCategory = category === undefined ? null : generateRows(prepared.copula, held.conditions, rowKeys);
  const extra = (rows: Matrix, draw: DrawRows | null): Partial<Figures> => ({
    conditionResponse:
      draw === null
        ? null
        : conditionResponse(real, rows, held.conditions.slice(0, MOST_SWEPT_ROWS), declarations, draw),
    varianceRatio: category === undefined ? null : varianceRatio(real, rows, category),
    coherenceDifference: category === undefined ? null : difference(judged(rows, held.conditions)),
  });
  const difference = (rows: JudgedRows): number => {
    const { held: ofReal, drawn } = categoryCoherence(
      judged(learnt.table, learnt.conditions),
      real,
      rows,
      category!,
    );
    return Math.abs(ofReal - drawn);
  };
  const drawing =
    (drawn: typeof generator): DrawRows =>
    (rows) =>
      generateRows(
        drawn,
        rows,
        rows.map((_, i) => `sweep ${i}`),
      );

  const candidates: { name: CandidateName; likeness: Likeness; more: Partial<Figures> }[] = [
    {
      name: "real",
      likeness: compareTables(space, real, judged(learnt.table, learnt.conditions), null, numeric, seed),
      more: {},
    },
    {
      name: "independent",
      likeness: likenessOf(independentRows(learnt.table, held.table.rows, seed)),
      more: {},
    },
    {
      name: "copula",
      likeness: likenessOf(generateRows(categoryFree, plain.rows(held.conditions), rowKeys)),
      more: {},
    },
  ];
  if (byCategory !== null) {
    candidates.push({
      name: "categoryCopula",
      likeness: likenessOf(byCategory),
      more: extra(byCategory, drawing(prepared.copula)),
    });
  }
  const baseline = candidates.at(-1)!.likeness;
  const own = likenessOf(cvae);
  candidates.push({
    name: "cvae",
    likeness: own,
    more: {
      ...extra(cvae, drawing(generator)),
      activeUnits: trained.diagnostics.activeUnits / trained.network.latent,
      latentShare: latentShare(generator, held.conditions),
      belowCopula:
        baseline.twoSampleAuc === null || own.twoSampleAuc === null
          ? null
          : baseline.twoSampleAuc - own.twoSampleAuc,
    },
  });
  return {
    candidates: candidates.map(({ name, likeness: { ksByColumn, ...likeness }, more }) => ({
      name,
      figures: { ...NOTHING, ...likeness, ...more },
      ksByColumn,
    })),
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

const NOTHING: Figures = {
  ksComplement: null,
  ksComplementMin: null,
  correlationSimilarity: null,
  twoSampleAuc: null,
  outOfBounds: null,
  distanceRatio: null,
  spearmanDifferenceMean: null,
  spearmanDifferenceMax: null,
  conditionResponse: null,
  coherenceDifference: null,
  varianceRatio: null,
  activeUnits: null,
  latentShare: null,
  belowCopula: null,
};

function kinds(declarations: TrackTable["declarations"], kind: "category" | "number"): number[] {
  return [...declarations.keys()].filter((at) => declarations[at]!.kind === kind);
}

/** The table as if its categories were not known. */
function withoutCategories({ declarations }: TrackTable): {
  of: (table: TrackTable) => TrackTable;
  rows: (rows: readonly ConditionRow[]) => ConditionRow[];
} {
  const kept = kinds(declarations, "number");
  const rows = (all: readonly ConditionRow[]): ConditionRow[] => all.map((row) => kept.map((at) => row[at]!));
  return {
    rows,
    of: (table) => ({
      ...table,
      declarations: kept.map((at) => declarations[at]!),
      conditions: rows(table.conditions),
    }),
  };
}

/** Columns shuffled one by one: the marginals, and nothing else; a missing value can be drawn, too. */
function independentRows(table: Matrix, count: number, seed: string): Matrix {
  const random = keyedRandom(`${seed} independent`);
  const rows = zeros(count, table.columns);
  for (let j = 0; j < table.columns; j++) {
    const values = columnOf(table, j);
    const order = shuffledIndices(values.length, random);
    for (let i = 0; i < count; i++) rows.values[i * table.columns + j] = values[order[i % order.length]!]!;
  }
  return rows;
}

/** Conditions as numbers for a classifier: a category by how frequent it is in the whole table. */
function conditionCodes({ declarations, conditions }: TrackTable): (rows: readonly ConditionRow[]) => Matrix {
  const orders = declarations.map(({ kind }, at) => {
    if (kind === "number") return null;
    const counts = new Map<ConditionRow[number], number>();
    for (const row of conditions) counts.set(row[at]!, (counts.get(row[at]!) ?? 0) + 1);
    const sorted = [...counts].sort((x, y) => y[1] - x[1] || (String(x[0]) < String(y[0]) ? -1 : 1));
    return new Map(sorted.map(([value], order) => [value, order]));
  });
  return (rows) =>
    matrixOfRows(
      rows.map((row) =>
        row.map((value, at) => {
          const order = orders[at]!;
          return order === null ? ((value as number | null) ?? NaN) : order.get(value)!;
        }),
      ),
      declarations.length,
    );
}
