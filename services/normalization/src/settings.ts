import { type SettingsOf, flag } from "@interlude/infra-runtime/settings";

/** Settings of normalization beside those of every service. */
export const settings = {
  relationshipEdges: flag({
    variable: "NORMALIZATION_RELATIONSHIP_EDGES",
    description:
      "Whether an artist who performs on a recording collaborates with those whom it is credited to, as if the credit named them. Off, relationships only say what kind a collaboration is.",
    default: false,
  }),
};

export type NormalizationSettings = SettingsOf<typeof settings>;
