import { type Matrix, takeRows } from "@interlude/core-numerics";
import { requireLength } from "../errors.js";
import { keyedRandom, shuffledIndices } from "../random.js";
import { type BoostedTrees, boostedClasses, fitBoostedTrees } from "../trees/boosted-trees.js";
import { type Measured, measured, notComputable } from "./measured.js";
import { groupRows } from "./within-groups.js";

/** Rows beside what a category condition says of each. */
export interface CategorisedRows<Category> {
  readonly rows: Matrix;
  readonly categories: readonly Category[];
}

/** How often a classifier recognises the category of a row. */
export interface CategoryCoherence {
  /** Accuracies in percent. */
  readonly held: Measured;
  readonly synthetic: Measured;
  /** Accuracy on held-out real rows less that on synthetic ones, in points. Below 0: these are too typical. */
  readonly difference: Measured;
  /** Categories with too few training rows, whose rows are left out. */
  readonly categoriesLeftOut: number;
}

const LEAST_ROWS = 20;
const MOST_ROWS = 5000;
const PASSES = 30;

/** Boosted trees that tell a category from the features of a row. */
export interface CategoryRecogniser<Category> {
  /** Null if too few categories have enough rows. */
  readonly model: BoostedTrees | null;
  /** The categories that were learnt, each with the number of its class. */
  readonly classes: ReadonlyMap<Category, number>;
  readonly columns: number;
  readonly categoriesLeftOut: number;
}

/**
 * Coherence of a category, such as the genre: boosted trees learn it from the features of real training rows and are
 * asked for that of held-out real and of synthetic rows (classification accuracy score of Ravuri & Vinyals 2019, the
 * other way round). Of more than 5,000 training rows a seeded sample is learnt from.
 * @throws TracksError `SHAPE_MISMATCH`
 */
export function categoryCoherence<Category>(
  training: CategorisedRows<Category>,
  held: CategorisedRows<Category>,
  synthetic: CategorisedRows<Category>,
  seed: string,
): CategoryCoherence {
  return coherenceOf(learnCategories(training, seed), held, synthetic);
}

/** Learns the category once, for several tables of synthetic rows. */
export function learnCategories<Category>(
  training: CategorisedRows<Category>,
  seed: string,
): CategoryRecogniser<Category> {
  const { columns } = training.rows;
  requireLength("the categories of rows", training.categories.length, training.rows.rows);
  const chosen = shuffledIndices(training.rows.rows, keyedRandom(`${seed} coherence`)).subarray(0, MOST_ROWS);
  const groups = groupRows([...chosen].map((row) => training.categories[row]!));
  const learnt = [...groups].filter(([, rows]) => rows.length >= LEAST_ROWS).map(([category]) => category);
  const categoriesLeftOut = new Set(training.categories).size - learnt.length;
  const classes = new Map(learnt.map((category, at) => [category, at]));
  if (learnt.length < 2 || columns === 0) return { model: null, classes, columns, categoriesLeftOut };
  const known = chosen.filter((row) => classes.has(training.categories[row]!));
  const labels = Int32Array.from(known, (row) => classes.get(training.categories[row]!)!);
  const rows = takeRows(training.rows, known);
  const model = fitBoostedTrees(rows, labels, learnt.length, { passes: PASSES, seed });
  return { model, classes, columns, categoriesLeftOut };
}

/**
 * How well the category is recognised in held-out real and in synthetic rows.
 * @throws TracksError `SHAPE_MISMATCH`
 */
export function coherenceOf<Category>(
  { model, classes, columns, categoriesLeftOut }: CategoryRecogniser<Category>,
  held: CategorisedRows<Category>,
  synthetic: CategorisedRows<Category>,
): CategoryCoherence {
  for (const { rows, categories } of [held, synthetic]) {
    requireLength("a row", rows.columns, columns);
    requireLength("the categories of rows", categories.length, rows.rows);
  }
  if (model === null) {
    const none = notComputable(`${classes.size} categories have ${LEAST_ROWS} training rows, 2 are needed`);
    return { held: none, synthetic: none, difference: none, categoriesLeftOut };
  }
  const ofHeld = accuracy(model, classes, held);
  const ofSynthetic = accuracy(model, classes, synthetic);
  return {
    held: ofHeld,
    synthetic: ofSynthetic,
    difference:
      ofHeld.value === null
        ? ofHeld
        : ofSynthetic.value === null
          ? ofSynthetic
          : measured(ofHeld.value - ofSynthetic.value),
    categoriesLeftOut,
  };
}

function accuracy<Category>(
  model: BoostedTrees,
  classes: ReadonlyMap<Category, number>,
  { rows, categories }: CategorisedRows<Category>,
): Measured {
  const known = [...categories.keys()].filter((row) => classes.has(categories[row]!));
  if (known.length === 0) return notComputable("no row is of a category that was learnt");
  const found = boostedClasses(model, takeRows(rows, known));
  const right = known.filter((row, at) => found[at] === classes.get(categories[row]!)).length;
  return measured((100 * right) / known.length);
}
