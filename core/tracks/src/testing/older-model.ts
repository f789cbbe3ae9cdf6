import { hashHex } from "../random.js";

interface StoredModel {
  id: string;
  parts: { space: { features: unknown[] } };
}

/** A serialised model as a build with one feature fewer would have written it, its id being right. */
export function modelWithoutLastFeature(text: string): { readonly id: string; readonly text: string } {
  const model = JSON.parse(text) as StoredModel;
  model.parts.space.features.pop();
  model.id = `tracks-${hashHex(JSON.stringify(model.parts)).slice(0, 16)}`;
  return { id: model.id, text: JSON.stringify(model) };
}
