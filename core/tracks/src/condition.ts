import { requireLength } from "./errors.js";
import { nearestScene, type Scenes } from "./scenes.js";
import { fitStandardisation, standardise, type Standardisation } from "./transforms.js";

/** What is known of one artist. */
export interface ArtistContext {
  /** Unit vector of dimension 64; empty for an artist without collaborators. */
  readonly embedding: ArrayLike<number>;
  /** Distinct collaborators. */
  readonly degree: number;
  /** 0 to 100, `null` where no snapshot has it. */
  readonly popularity: number | null;
}

/** What of an artist a track depends on. Coarse on purpose; see `digestArtist`. */
export interface ArtistDigest {
  /** Number of the artist's scene, from 0; `null` for an artist without collaborators. */
  readonly scene: number | null;
  readonly degree: number;
  readonly popularity: number | null;
}

/** How pairs become the condition of the network; plain data. */
export interface ConditionSpace {
  readonly scenes: Scenes;
  readonly standardisation: Standardisation;
}

/**
 * Reduces an artist to what a track depends on. An edge moves the embeddings of everyone around its ends a
 * little; if the tracks followed, a packet would renew most of them. The scene is the part of an embedding that
 * stays: of the pairs around 28 new edges of Blue Note, 65% have a new embedding and 0.1% a new scene.
 */
export function digestArtist(scenes: Scenes, artist: ArtistContext): ArtistDigest {
  const { embedding, degree, popularity } = artist;
  return { scene: embedding.length === 0 ? null : nearestScene(scenes, embedding), degree, popularity };
}

/** Names of the numbers of a raw condition vector, in order. */
export function conditionNames(scenes: Scenes): string[] {
  return [
    ...scenes.centres.map((_, i) => `scene_${i + 1}`),
    "scenes_known",
    "log_preferential_attachment",
    "popularity_mean",
    "popularity_known",
  ];
}

const SCALARS: ReadonlySet<string> = new Set(["log_preferential_attachment", "popularity_mean"]);

// Steps in which the two scalars are told: finer ones would renew tracks that no listener could tell apart.
const ATTACHMENT_STEP = 0.5;
const POPULARITY_STEP = 5;

/**
 * The raw condition of a pair; the same whichever artist comes first. The scenes of both, half a share each;
 * ln(1 + degree) of both, summed: the logarithm of preferential attachment; their mean popularity. What is
 * unknown is 0 beside a share that says how much is known. A solo track's artist is paired with itself.
 * @returns as many numbers as `conditionNames` has names
 */
export function rawCondition(scenes: Scenes, a: ArtistDigest, b: ArtistDigest): Float64Array {
  const count = scenes.centres.length;
  const condition = new Float64Array(count + 4);
  for (const { scene } of [a, b]) {
    if (scene === null) continue;
    condition[scene]! += 0.5;
    condition[count]! += 0.5;
  }
  const attachment = Math.log1p(a.degree) + Math.log1p(b.degree);
  condition[count + 1] = Math.round(attachment / ATTACHMENT_STEP) * ATTACHMENT_STEP;
  const known = [a.popularity, b.popularity].filter((popularity) => popularity !== null);
  if (known.length > 0) {
    const mean = known.reduce((sum, popularity) => sum + popularity, 0) / known.length;
    condition[count + 2] = (Math.round(mean / POPULARITY_STEP) * POPULARITY_STEP) / 100;
    condition[count + 3] = known.length / 2;
  }
  return condition;
}

/**
 * Fits what `conditionOf` applies to raw conditions: the scalars are standardised, shares stay as they are (a
 * rare scene is no outlier), and what never varied is silent.
 */
export function fitConditionSpace(scenes: Scenes, rows: readonly Float64Array[]): ConditionSpace {
  const { mean, scale } = fitStandardisation(rows);
  const share = conditionNames(scenes).map((name) => !SCALARS.has(name));
  return {
    scenes,
    standardisation: {
      mean: mean.map((value, i) => (share[i] ? 0 : value)),
      scale: scale.map((value, i) => (share[i] && value > 0 ? 1 : value)),
    },
  };
}

/**
 * The condition of a pair as the network takes it.
 * @throws TracksError `SHAPE_MISMATCH` for digests made with other scenes
 */
export function conditionOf(space: ConditionSpace, a: ArtistDigest, b: ArtistDigest): Float64Array {
  for (const { scene } of [a, b]) {
    if (scene !== null && !(scene < space.scenes.centres.length)) {
      requireLength("the scenes of an artist's digest", scene + 1, space.scenes.centres.length);
    }
  }
  return standardise(space.standardisation, rawCondition(space.scenes, a, b));
}
