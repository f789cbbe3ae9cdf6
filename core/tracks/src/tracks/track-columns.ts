import { ACOUSTIC_MODELS } from "../acoustic-models.js";
import type { ColumnDeclaration } from "../table/table-space.js";
import { fifthsOf } from "./circle-of-fifths.js";
import { DESCRIPTORS, MOODS } from "./classifier-columns.js";
import type { CatalogueFeatures } from "../profiles/catalogue-features.js";
import { classesOf } from "./classes-of.js";

/** A column of the track space but for the genre components, with how a track's value is read; null if it lacks it. */
export interface TrackColumn {
  readonly declaration: ColumnDeclaration;
  readonly read: (track: CatalogueFeatures) => number | null;
}

/** The catalogue keeps no tempo, rate or deviation above it: see normalization's derivation. */
const LARGEST_MEASUREMENT = 1000;
const LOW_LEVEL = "AcousticBrainz, low-level features";

const measured = (
  name: string,
  field: string,
  unit: string,
  upper: number,
  description: string,
): ColumnDeclaration => ({
  name,
  block: name,
  kind: "number",
  unit,
  lower: 0,
  upper,
  source: `${LOW_LEVEL}: \`${field}\``,
  description,
});

const MEASUREMENTS: readonly TrackColumn[] = [
  {
    declaration: measured("bpm", "bpm", "beats a minute", LARGEST_MEASUREMENT, "Tempo."),
    read: ({ bpm }) => bpm,
  },
  {
    declaration: {
      ...measured(
        "key",
        "key_key",
        "fifths from C",
        12,
        "Key as position on the circle of fifths: C 0, G 1 … F 11; related keys are neighbours.",
      ),
      period: 12,
      integer: true,
    },
    read: ({ key }) => (key === null ? null : fifthsOf(key)),
  },
  {
    declaration: { ...measured("mode", "key_scale", "", 1, "1 for major, 0 for minor."), integer: true },
    read: ({ scale }) => (scale === null ? null : Number(scale === "major")),
  },
  {
    declaration: measured(
      "average_loudness",
      "average_loudness",
      "",
      1,
      "Loudness, averaged over the track.",
    ),
    read: ({ averageLoudness }) => averageLoudness,
  },
  {
    declaration: measured(
      "dynamic_complexity",
      "dynamic_complexity",
      "dB",
      LARGEST_MEASUREMENT,
      "How far loudness strays from its mean.",
    ),
    read: ({ dynamicComplexity }) => dynamicComplexity,
  },
  {
    declaration: measured(
      "onset_rate",
      "onset_rate",
      "onsets a second",
      LARGEST_MEASUREMENT,
      "Rate of onsets.",
    ),
    read: ({ onsetRate }) => onsetRate,
  },
];

const CLASSIFIERS: readonly TrackColumn[] = DESCRIPTORS.map(({ name, model, class: first, description }) => {
  const classes: readonly string[] = ACOUSTIC_MODELS[model];
  const at = classes.indexOf(first);
  return {
    declaration: {
      name,
      block: model,
      kind: "number",
      unit: "probability",
      lower: 0,
      upper: 1,
      source: `AcousticBrainz, \`${model}\`: ${first}`,
      description,
    },
    read: (track) => classesOf(track, model)?.[at] ?? null,
  };
});

const MOOD_CLUSTERS: readonly TrackColumn[] = MOODS.map(([name, description], at) => ({
  declaration: {
    name,
    block: "moods_mirex",
    kind: "share",
    unit: "probability",
    lower: 0,
    upper: 1,
    source: `AcousticBrainz, \`moods_mirex\`: ${ACOUSTIC_MODELS.moods_mirex[at]}`,
    description,
  },
  read: (track) => classesOf(track, "moods_mirex")?.[at] ?? null,
}));

/** The columns of the track space in its order; the genre components follow them. */
export const TRACK_COLUMNS: readonly TrackColumn[] = [...MEASUREMENTS, ...CLASSIFIERS, ...MOOD_CLUSTERS];
