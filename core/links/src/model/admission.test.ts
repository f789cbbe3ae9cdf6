import { describe, expect, it } from "vitest";
import type { LinkModel } from "../link-model.js";
import { linkModel } from "../testing/link-models.js";
import { admitModel } from "./admission.js";
import { canonicalJson, contentHash } from "./content-hash.js";
import { PRIOR_MODEL } from "./prior-model.js";

const model = linkModel();

/** The code with which a changed model is refused, or null. */
function refusal(change: Partial<Record<keyof LinkModel, unknown>>): string | null {
  const text = canonicalJson({ ...model, ...change });
  const admission = admitModel({ text, contentHash: contentHash(text) });
  return admission.kind === "refused" ? admission.code : null;
}

describe("admitModel", () => {
  it("admits what was written, as it was", () => {
    for (const one of [model, PRIOR_MODEL]) {
      const text = canonicalJson(one);
      expect(admitModel({ text, contentHash: contentHash(text) })).toEqual({ kind: "admitted", model: one });
      expect(admitModel({ text, contentHash: null }).kind).toBe("admitted");
    }
  });

  it("refuses a content that is not the one that was hashed", () => {
    const text = canonicalJson(model);
    const changed = text.replace('"intercept":-1', '"intercept":-2');
    expect(changed).not.toBe(text);
    expect(admitModel({ text: changed, contentHash: contentHash(text) })).toMatchObject({
      kind: "refused",
      code: "LINK_MODEL_CONTENT_CHANGED",
    });
  });

  it("refuses another schema, other features, and numbers that give no probability", () => {
    const { features, coefficients, scales } = model;
    expect(refusal({ schema: undefined })).toBe("LINK_MODEL_OTHER_SCHEMA");
    expect(refusal({ schema: 1 })).toBe("LINK_MODEL_OTHER_SCHEMA");
    expect(refusal({ features: features.slice(1) })).toBe("LINK_MODEL_FEATURE_MISSING");
    expect(refusal({ features: undefined })).toBe("LINK_MODEL_FEATURE_MISSING");
    expect(refusal({ features: [...features, "shoeSize"] })).toBe("LINK_MODEL_FEATURE_UNKNOWN");
    expect(refusal({ features: features.toReversed() })).toBe("LINK_MODEL_FEATURES_IN_OTHER_ORDER");
    for (const bad of [NaN, Infinity, -Infinity, undefined, "1"]) {
      expect(refusal({ intercept: bad })).toBe("LINK_MODEL_NOT_FINITE");
      expect(refusal({ coefficients: coefficients.with(1, bad as number) })).toBe("LINK_MODEL_NOT_FINITE");
      expect(refusal({ scales: scales.with(0, bad as number) })).toBe("LINK_MODEL_NOT_FINITE");
    }
    expect(refusal({ scales: scales.with(0, 0) })).toBe("LINK_MODEL_NOT_FINITE");
    expect(refusal({ coefficients: coefficients.slice(1) })).toBe("LINK_MODEL_NOT_FINITE");
    expect(refusal({})).toBeNull();
  });
});
