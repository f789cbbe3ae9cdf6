import { OPERATING_POINT_NAMES } from "@interlude/core-links";
import { type SettingsOf, oneOf } from "@interlude/infra-runtime/settings";

/** Settings of scoring beside those of every service. */
export const settings = {
  operatingPoint: oneOf({
    variable: "SCORING_GATE",
    description:
      "Operating point that a candidate must pass; there are no candidates while the model does not reach it. Unset, the model's own points decide.",
    words: OPERATING_POINT_NAMES,
    default: null,
  }),
};

export type ScoringSettings = SettingsOf<typeof settings>;
