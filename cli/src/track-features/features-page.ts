import {
  CONDITION_CATALOGUE,
  type ColumnDeclaration,
  GENRE_COMPONENTS,
  GENRE_MODELS,
  TRACK_COLUMNS,
  TRACK_SPACE_VERSION,
} from "@interlude/core-tracks";

const INTRODUCTION = [
  "# Features of a track",
  "The page is generated from the declaration in the code (`npm run docs:track-features`), `core/tracks/src/tracks`. A track vector has one number a row of the first table. No audio is kept or made.",
  `This is version ${TRACK_SPACE_VERSION} of the space. A model is fitted to the ranks of each column; what it draws is read back through the values that the training tracks had, so that bounds, whole numbers, values that many tracks share and blocks that sum to 1 hold by construction. What a track lacks is masked in training, and the track is kept; a column that no track of the catalogue has is left out.`,
];

const GENRE: ColumnDeclaration = {
  name: `genre_1 … genre_${GENRE_COMPONENTS}`,
  block: "genre",
  kind: "number",
  unit: "log-ratio",
  lower: Number.NEGATIVE_INFINITY,
  upper: Number.POSITIVE_INFINITY,
  source: `AcousticBrainz, ${GENRE_MODELS.map((model) => `\`${model}\``).join(", ")}`,
  description:
    "Principal components of the log-ratios of the four classifiers' probabilities, fitted to the catalogue; bounded by what probabilities of at least 1e-6 can be. Any values are valid probabilities of every class again.",
};

const CONDITIONS = [
  "## Conditions",
  "What the tracks of a pair are drawn for; the same whichever artist comes first. A solo track is the pair of an artist with itself. Numbers are encoded by rank, as normal scores within ±4, beside whether they are known; a genre by a slot if it is frequent, and by the mean scores of its tracks.",
];

/** docs/track-features.md as it should be. */
export function featuresPage(): string {
  const columns = [...TRACK_COLUMNS.map(({ declaration }) => declaration), GENRE];
  const features = table(
    ["name", "block", "unit", "bounds", "seen by the model as", "description", "source"],
    columns.map((column) => [
      `\`${column.name}\``,
      `\`${column.block}\``,
      column.unit,
      boundsOf(column),
      transformOf(column),
      column.description,
      column.source,
    ]),
  );
  const conditions = table(
    ["name", "definition"],
    CONDITION_CATALOGUE.map(({ name, definition }) => [name, definition]),
  );
  return `${[...INTRODUCTION, features, ...CONDITIONS, conditions].join("\n\n")}\n`;
}

function boundsOf({ lower, upper, period, integer, kind }: ColumnDeclaration): string {
  if (!Number.isFinite(lower)) return "of each component its own";
  const whole = integer === true ? ", whole" : "";
  if (period !== undefined) return `${lower} up to below ${upper}, a circle${whole}`;
  return `${lower} to ${upper}${whole}${kind === "share" ? "; the block sums to 1" : ""}`;
}

function transformOf({ kind, period }: ColumnDeclaration): string {
  if (kind === "share") return "ranks of the block's log-ratios";
  return period === undefined ? "ranks" : "ranks, from where the circle is emptiest";
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");
}
