import { ACOUSTIC_MODELS, type AcousticModel, type ClassProbabilities } from "../acoustic-models.js";
import { requireLength } from "../errors.js";
import { type PrincipalComponents, fitPrincipalComponents, projectOnComponents } from "../pca.js";
import { SMALLEST_PROBABILITY, coordinatesToSimplex, simplexToCoordinates } from "../simplex.js";
import type { ColumnDeclaration } from "../table/table-space.js";
import type { CatalogueFeatures } from "../profiles/catalogue-features.js";
import { classesOf } from "./classes-of.js";

/** The classifiers of genre. */
export const GENRE_MODELS = [
  "genre_dortmund",
  "genre_electronic",
  "genre_rosamerica",
  "genre_tzanetakis",
] as const satisfies readonly AcousticModel[];
/** How many components are kept of the 28 log-ratios. */
export const GENRE_COMPONENTS = 8;

/** The log-ratios of all genre models, or null if the track lacks one of them. */
function ratiosOf(classes: readonly (readonly number[] | null)[]): number[] | null {
  return classes.some((block) => block === null)
    ? null
    : classes.flatMap((block) => simplexToCoordinates(block!));
}

/**
 * Fits principal components to the isometric log-ratios of the genre models' probabilities.
 * @param tracks those that have all four models, at least two; beyond rounding their order does not matter
 * @throws TracksError `TRACKS_TOO_FEW`
 */
export function fitGenreComponents(tracks: readonly CatalogueFeatures[]): PrincipalComponents {
  const rows = tracks
    .map((track) => ratiosOf(GENRE_MODELS.map((model) => classesOf(track, model))))
    .filter((row) => row !== null);
  return fitPrincipalComponents(rows, GENRE_COMPONENTS);
}

/**
 * The components of class probabilities, one list a genre model; null if one is missing. Probabilities of 0 count as
 * 1e-6.
 */
export function genreComponentsOf(
  genre: PrincipalComponents,
  classes: readonly (readonly number[] | null)[],
): number[] | null {
  const ratios = ratiosOf(classes);
  return ratios === null ? null : projectOnComponents(genre, ratios);
}

/**
 * The class probabilities that components stand for, by model: whatever the components, those of a model are above 0
 * and sum to 1. What the components that were not kept said is their mean's.
 * @throws TracksError `SHAPE_MISMATCH`
 */
export function genreOf(genre: PrincipalComponents, components: ArrayLike<number>): ClassProbabilities {
  requireLength("the list of genre components", components.length, genre.components.length);
  const ratios = genre.mean.map((mean, at) =>
    genre.components.reduce((sum, component, k) => sum + component[at]! * components[k]!, mean),
  );
  let from = 0;
  return Object.fromEntries(
    GENRE_MODELS.map((model) => {
      const classes = ACOUSTIC_MODELS[model];
      const block = coordinatesToSimplex(ratios.slice(from, from + classes.length - 1), classes.length);
      from += classes.length - 1;
      return [model, Object.fromEntries(classes.map((name, at) => [name, block[at]!]))];
    }),
  );
}

/**
 * The columns of the components. No probabilities lie outside their bounds: a log-ratio of two classes is at most
 * ln 1e6, and so an isometric one within ± ln 1e6.
 */
export function genreColumns(genre: PrincipalComponents): ColumnDeclaration[] {
  const furthest = -Math.log(SMALLEST_PROBABILITY);
  return genre.components.map((component, k) => {
    const centre = component.reduce((sum, loading, at) => sum - loading * genre.mean[at]!, 0);
    const reach = furthest * component.reduce((sum, loading) => sum + Math.abs(loading), 0);
    return {
      name: `genre_${k + 1}`,
      block: "genre",
      kind: "number",
      unit: "log-ratio",
      lower: centre - reach,
      upper: centre + reach,
      source: `AcousticBrainz, ${GENRE_MODELS.map((model) => `\`${model}\``).join(", ")}`,
      description: describeComponent(genre, k),
    };
  });
}

/** Which classes a component speaks for and against most, as `jazz` for `genre_tzanetakis/jaz`. */
function describeComponent(genre: PrincipalComponents, k: number): string {
  const unit = (sign: number) => genre.components.map((_, at) => (at === k ? 3 * sign : 0));
  const [up, down] = [genreOf(genre, unit(1)), genreOf(genre, unit(-1))];
  const shifts = GENRE_MODELS.flatMap((model) =>
    ACOUSTIC_MODELS[model].map((name) => ({
      name: `${model.slice("genre_".length)}/${name}`,
      shift: Math.log(up[model]![name]! / down[model]![name]!),
    })),
  ).sort((one, other) => other.shift - one.shift);
  const names = (some: typeof shifts) => some.map(({ name }) => name).join(", ");
  return `Genre, towards ${names(shifts.slice(0, 3))}, away from ${names(shifts.slice(-3).reverse())}.`;
}
