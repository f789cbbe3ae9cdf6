import { LINK_FEATURES, type LinkFeature, PROBABILITY_MEANING } from "@interlude/core-links";

const INTRODUCTION = [
  "# Features of a pair of artists",
  "The page is generated from the catalogue in the code (`npm run docs:link-features`), `core/links/src/features`. N(a) are the artists that a recorded with; for a known collaboration every feature is computed as if the edge between the two were not there. A value that is not known adds nothing to the logit.",
  `A candidate carries the value and the signed contribution of every feature that adds to its logit, and always those that are marked *always*. The model weighs those that are marked *fitted*; a coefficient marked ≥ 0 is held at or above zero, because features that say nearly the same would share their weight arbitrarily. The probability means: ${PROBABILITY_MEANING}`,
];

/** docs/link-features.md as it should be. */
export function featuresPage(): string {
  const rows = LINK_FEATURES.map((feature: LinkFeature) => {
    const { name, label, definition, unit, source, transform, nonNegative, fitted, alwaysPublished } =
      feature;
    const use = [
      fitted ? `fitted${nonNegative ? ", ≥ 0" : ""}` : "published only",
      ...(alwaysPublished === true ? ["always"] : []),
    ].join("; ");
    const cells = [`\`${name}\``, label, definition, unit, TRANSFORMS[transform], use, source];
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  });
  const table = [
    "| name | label | definition | unit | seen by the model as | use | source |",
    "|---|---|---|---|---|---|---|",
    ...rows,
  ].join("\n");
  return `${[...INTRODUCTION, table].join("\n\n")}\n`;
}

const TRANSFORMS: Readonly<Record<LinkFeature["transform"], string>> = {
  none: "x",
  log1p: "ln(1 + x)",
  sqrt: "√x",
  logShare: "ln(x + 0.001)",
};
