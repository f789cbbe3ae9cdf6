import { FEATURE_NAMES } from "../features/link-features.js";
import { LINK_MODEL_SCHEMA, type LinkModel } from "../link-model.js";
import { contentHash } from "./content-hash.js";

/** Why a model cannot be served. Codes are stable; reasons may be reworded. */
export interface Refusal {
  readonly code:
    | "LINK_MODEL_CONTENT_CHANGED"
    | "LINK_MODEL_OTHER_SCHEMA"
    | "LINK_MODEL_FEATURE_MISSING"
    | "LINK_MODEL_FEATURE_UNKNOWN"
    | "LINK_MODEL_FEATURES_IN_OTHER_ORDER"
    | "LINK_MODEL_NOT_FINITE";
  readonly reason: string;
}

/** A model that may be served, or why not. */
export type Admission =
  | { readonly kind: "admitted"; readonly model: LinkModel }
  | ({ readonly kind: "refused" } & Refusal);

/** A model as it is kept. */
export interface KeptModel {
  /** JSON. */
  readonly text: string;
  /** SHA-256 of the text; null for a model from before it was kept. */
  readonly contentHash: string | null;
}

/**
 * Admits a model if its text is what was written, and it is of this build's schema and features with numbers that give
 * every pair a probability.
 */
export function admitModel({ text, contentHash: hash }: KeptModel): Admission {
  const refused = (code: Refusal["code"], reason: string): Admission => ({ kind: "refused", code, reason });
  if (hash !== null && contentHash(text) !== hash) {
    return refused("LINK_MODEL_CONTENT_CHANGED", `its content is not the one with the hash ${hash}`);
  }
  const model = JSON.parse(text) as Partial<LinkModel>;
  if (model.schema !== LINK_MODEL_SCHEMA) {
    return refused(
      "LINK_MODEL_OTHER_SCHEMA",
      `it is of schema ${model.schema ?? "1"}, this build serves ${LINK_MODEL_SCHEMA}`,
    );
  }
  const features = model.features ?? [];
  const missing = FEATURE_NAMES.filter((name) => !features.includes(name));
  const unknown = features.filter((name) => !(FEATURE_NAMES as readonly string[]).includes(name));
  if (missing.length > 0) {
    return refused("LINK_MODEL_FEATURE_MISSING", `it does not weigh ${missing.join(", ")}`);
  }
  if (unknown.length > 0) {
    return refused("LINK_MODEL_FEATURE_UNKNOWN", `this build does not compute ${unknown.join(", ")}`);
  }
  if (features.some((name, j) => name !== FEATURE_NAMES[j])) {
    return refused("LINK_MODEL_FEATURES_IN_OTHER_ORDER", `its features come as ${features.join(", ")}`);
  }
  const bad = firstBadNumber(model);
  return bad === null
    ? { kind: "admitted", model: model as LinkModel }
    : refused("LINK_MODEL_NOT_FINITE", `its ${bad}`);
}

/** Names the first number that gives no probability. JSON has null for NaN and the infinities. */
function firstBadNumber({
  intercept,
  coefficients = [],
  means = [],
  scales = [],
}: Partial<LinkModel>): string | null {
  if (!Number.isFinite(intercept)) return `intercept is ${intercept}`;
  for (const [j, name] of FEATURE_NAMES.entries()) {
    if (!Number.isFinite(coefficients[j])) return `coefficient of ${name} is ${coefficients[j]}`;
    if (!Number.isFinite(means[j])) return `mean of ${name} is ${means[j]}`;
    if (!Number.isFinite(scales[j]) || scales[j]! <= 0) return `scale of ${name} is ${scales[j]}`;
  }
  return null;
}
