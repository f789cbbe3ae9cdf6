import type { ConditionDeclaration, ConditionRow } from "../conditions/conditions.js";
import { requireLength } from "../errors.js";
import type { ProfileSums } from "../profiles/profile-sums.js";
import { type PrincipalComponents, fitPrincipalComponents, projectOnComponents } from "../pca.js";
import {
  type ProfilePriors,
  artistProfile,
  fitProfilePriors,
  genreLabel,
  profileNames,
} from "./artist-profile.js";

/** What is known of an artist. */
export interface ArtistKnowledge {
  /** Of the graph; empty for an artist without collaborators. */
  readonly embedding: ArrayLike<number>;
  /** 0 to 100. */
  readonly popularity: number | null;
  /** In training without the track that is learnt. */
  readonly tracks: ProfileSums;
  /** Of the latest first release of a track; null if none is known. */
  readonly latestYear: number | null;
}

/** How near a pair is in the graph, as if the two had never recorded together. */
export interface PairProximity {
  readonly commonNeighbours: number;
  readonly adamicAdar: number;
  /** 0 to 1. */
  readonly jaccard: number;
  /** Product of the degrees. */
  readonly preferentialAttachment: number;
}

/** How artists become the conditions of a pair's tracks; plain data. */
export interface PairConditions {
  /** Reduces embeddings; null if there were too few artists with one. */
  readonly embedding: PrincipalComponents | null;
  readonly priors: ProfilePriors;
}

const EMBEDDING_COMPONENTS = 8;
/** Artists that the components of the embedding are fitted to: more say nothing new. */
const LARGEST_SAMPLE = 10_000;

/**
 * Fits the reduction of embeddings and what profiles are shrunk towards.
 * @param artists of the training, each once, in the order of MBIDs: rounding depends on it
 * @param genre the components of the track space
 * @throws TracksError `SHAPE_MISMATCH` for embeddings of different lengths
 */
export function fitPairConditions(
  artists: readonly ArtistKnowledge[],
  genre: PrincipalComponents | null,
): PairConditions {
  const embeddings = artists.map(({ embedding }) => embedding).filter(({ length }) => length > 0);
  const stride = Math.max(1, embeddings.length / LARGEST_SAMPLE);
  const sample = Array.from({ length: Math.min(embeddings.length, LARGEST_SAMPLE) }, (_, at) =>
    Array.from(embeddings[Math.floor(at * stride)]!),
  );
  const count = Math.min(EMBEDDING_COMPONENTS, sample[0]?.length ?? 0);
  return {
    embedding: sample.length > count ? fitPrincipalComponents(sample, count) : null,
    priors: fitProfilePriors(
      artists.map(({ tracks }) => tracks),
      genre,
    ),
  };
}

/** The conditions that `pairConditionRow` gives, in its order. Mixtures see popularity and decade alone. */
export function pairConditionDeclarations({ embedding, priors }: PairConditions): ConditionDeclaration[] {
  const number = (name: string): ConditionDeclaration => ({ name, kind: "number", inMixtures: false });
  const both = (names: readonly string[]) => [
    ...names.map((name) => number(`${name} mean`)),
    ...names.map((name) => number(`${name} difference`)),
  ];
  return [
    { name: "genre", kind: "category" },
    { name: "popularity mean", kind: "number" },
    { name: "popularity difference", kind: "number", inMixtures: false },
    { name: "decade", kind: "number" },
    number("log common neighbours"),
    number("Adamic–Adar"),
    number("Jaccard"),
    number("log preferential attachment"),
    ...both((embedding?.components ?? []).map((_, k) => `embedding ${k + 1}`)),
    ...both(profileNames(priors).map((name) => `profile ${name}`)),
  ];
}

/**
 * The conditions of a pair's track; the same whichever artist comes first. A solo track is the pair (a, a) and has no
 * proximity: null, which is encoded as not known, so that the network can tell.
 * @param year in which the track came out, or would: see `yearOfPair`
 * @throws TracksError `SHAPE_MISMATCH` for an embedding of another length
 */
export function pairConditionRow(
  fitted: PairConditions,
  a: ArtistKnowledge,
  b: ArtistKnowledge,
  proximity: PairProximity | null,
  year: number | null,
): ConditionRow {
  const popularities = [a.popularity, b.popularity].filter((popularity) => popularity !== null);
  const [one, other] = popularities;
  return [
    genreLabel([a.tracks, b.tracks]),
    one === undefined ? null : (one + (other ?? one)) / 2,
    one === undefined || other === undefined ? null : Math.abs(one - other),
    year === null ? null : 10 * Math.floor(year / 10),
    ...(proximity === null ? [null, null, null, null] : nearness(proximity)),
    ...meanAndDifference(embeddingOf(fitted, a), embeddingOf(fitted, b)),
    ...meanAndDifference(artistProfile(fitted.priors, a.tracks), artistProfile(fitted.priors, b.tracks)),
  ];
}

/** The year that a track of two artists would come out in: that of the latest track of either. */
export function yearOfPair(a: ArtistKnowledge, b: ArtistKnowledge): number | null {
  const years = [a.latestYear, b.latestYear].filter((year) => year !== null);
  return years.length === 0 ? null : Math.max(...years);
}

function nearness(proximity: PairProximity): number[] {
  return [
    Math.log1p(proximity.commonNeighbours),
    proximity.adamicAdar,
    proximity.jaccard,
    Math.log1p(proximity.preferentialAttachment),
  ];
}

/** The components of an artist's embedding; nulls for an artist without one. */
function embeddingOf({ embedding }: PairConditions, artist: ArtistKnowledge): (number | null)[] {
  if (embedding === null) return [];
  if (artist.embedding.length === 0) return embedding.components.map(() => null);
  requireLength("an artist's embedding", artist.embedding.length, embedding.mean.length);
  return projectOnComponents(embedding, Array.from(artist.embedding));
}

function meanAndDifference(a: readonly (number | null)[], b: readonly (number | null)[]): (number | null)[] {
  const each = (of: (one: number, other: number) => number) =>
    a.map((one, at) => {
      const other = b[at]!;
      return one === null || other === null ? null : of(one, other);
    });
  return [...each((one, other) => (one + other) / 2), ...each((one, other) => Math.abs(one - other))];
}
