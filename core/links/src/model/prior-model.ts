import { FEATURE_NAMES, type FeatureName } from "../features/link-features.js";
import { LINK_MODEL_SCHEMA, type LinkModel, NO_WINDOW_COUNTS } from "../link-model.js";
import { canonicalJson, contentHash } from "./content-hash.js";

/** A feature's place in the regression. */
interface Term {
  readonly coefficient: number;
  readonly mean: number;
  readonly scale: number;
}

/**
 * Resource allocation, which ranks pairs of collaboration graphs best among the neighbourhood measures (Zhou, Lü & Zhang
 * 2009): twice as much of it, twice the odds. Features that are not named here have no weight.
 */
const TERMS: Readonly<Partial<Record<FeatureName, Term>>> = {
  resourceAllocation: { coefficient: 1, mean: -2, scale: 1 },
};
/** Of a hundred pairs at distance two, about one records together next. */
const INTERCEPT = Math.log(0.01 / 0.99);

/**
 * The model that scores before the first trained one: it ranks pairs by one of the literature's neighbourhood measures. It was
 * measured on nothing, so that it has no operating points, and with it there are no candidates.
 */
export const PRIOR_MODEL: LinkModel = withId({
  schema: LINK_MODEL_SCHEMA,
  features: [...FEATURE_NAMES],
  asOf: 0,
  intercept: INTERCEPT,
  coefficients: FEATURE_NAMES.map((name) => TERMS[name]?.coefficient ?? 0),
  means: FEATURE_NAMES.map((name) => TERMS[name]?.mean ?? 0),
  scales: FEATURE_NAMES.map((name) => TERMS[name]?.scale ?? 1),
  operatingPoints: [],
  decisionThresholds: [],
  metrics: [],
  trainedOn: { training: NO_WINDOW_COUNTS, calibration: NO_WINDOW_COUNTS },
  report: null,
  knownRecall: null,
});

/** Whether a model is built in, of this build or another, and was not trained. */
export function isPriorModel({ id }: Pick<LinkModel, "id">): boolean {
  return id.startsWith("link-prior-");
}

function withId(content: Omit<LinkModel, "id">): LinkModel {
  return { id: `link-prior-${contentHash(canonicalJson(content)).slice(0, 16)}`, ...content };
}
