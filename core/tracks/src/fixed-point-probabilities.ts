import { ACOUSTIC_MODELS, type AcousticModel, type ClassProbabilities, blockOf } from "./acoustic-models.js";
import { TracksError } from "./errors.js";

/** A probability of 1 in parts per million. */
export const MILLION = 1_000_000;

interface AcousticClass {
  readonly model: AcousticModel;
  readonly name: string;
}

const MODELS = Object.keys(ACOUSTIC_MODELS) as AcousticModel[];

/** Every class of every model, in the order in which `toPartsPerMillion` has them. */
export const ACOUSTIC_CLASSES: readonly AcousticClass[] = MODELS.flatMap((model) =>
  ACOUSTIC_MODELS[model].map((name) => ({ model, name })),
);

/**
 * A track's probabilities in whole parts per million, one for each of `ACOUSTIC_CLASSES`, null for those of a model that it
 * lacks. Those of a model sum to exactly a million: rounded down, and what is missing goes to the largest remainders.
 * @throws TracksError `TRACK_CLASS_UNKNOWN` for a model or class that AcousticBrainz does not have,
 * `TRACK_CLASSES_MISSING` for part of a model, `TRACK_PROBABILITY_INVALID`
 */
export function toPartsPerMillion(track: ClassProbabilities): (number | null)[] {
  for (const [model, classes] of Object.entries(track)) {
    const known = Object.hasOwn(ACOUSTIC_MODELS, model) ? ACOUSTIC_MODELS[model as AcousticModel] : [];
    const unknown = Object.keys(classes).find((name) => !(known as readonly string[]).includes(name));
    if (known.length === 0 || unknown !== undefined) {
      const what = known.length === 0 ? "model" : `class ${JSON.stringify(unknown)} of model`;
      throw new TracksError(
        "TRACK_CLASS_UNKNOWN",
        `${what} ${JSON.stringify(model)} is not one of AcousticBrainz's (version v2.1_beta1); leave it out`,
      );
    }
  }
  return MODELS.flatMap((model) =>
    Object.hasOwn(track, model) ? roundToSum(blockOf(track, model)) : ACOUSTIC_MODELS[model].map(() => null),
  );
}

/** The probabilities that `toPartsPerMillion` was given, rounded to a part per million; without the models that it lacked. */
export function fromPartsPerMillion(ppm: readonly (number | null)[]): ClassProbabilities {
  const track: Record<string, Record<string, number>> = {};
  ACOUSTIC_CLASSES.forEach(({ model, name }, at) => {
    const value = ppm[at] ?? null;
    if (value !== null) (track[model] ??= {})[name] = value / MILLION;
  });
  return track;
}

/** Method of largest remainders; of equal ones the first. */
function roundToSum(block: readonly number[]): number[] {
  const exact = block.map((probability) => probability * MILLION);
  const whole = exact.map(Math.floor);
  const remainder = (at: number): number => exact[at]! - whole[at]!;
  const ranked = [...block.keys()].sort((one, other) => remainder(other) - remainder(one) || one - other);
  const short = MILLION - whole.reduce((sum, value) => sum + value, 0);
  for (const at of ranked.slice(0, short)) whole[at]! += 1;
  return whole;
}
