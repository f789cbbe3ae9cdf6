import { type Random, Stream, unit } from "../hash.js";
import { GENRES, SOUND_AXES, type Sound } from "../world/genres.js";
import type { World } from "../world/world.js";
import { ACOUSTIC_MODELS, type AcousticModel, type Reading } from "./models.js";
import { SUBMISSION_SPREAD, hearTrack } from "./sound.js";

/** Log-odds by which a genre classifier favours the class next to the artist's genre. */
const GENRE_AFFINITY = 2.6;

/** Class probabilities by model and class. */
export type ClassProbabilities = Readonly<Record<string, Readonly<Record<string, number>>>>;

/**
 * What AcousticBrainz's classifiers would say of a recording: follows the genres and sounds of its artists, whose
 * sound follows their fame.
 * @param members indexes of the credited artists, the leader first; none for recordings without a known artist
 * @param submission which of the recording's analyses: they differ little
 */
export function acousticProfile(
  world: World,
  recording: number,
  members: readonly number[],
  submission: number,
): ClassProbabilities {
  const { seed } = world.size;
  const { sound, artists, track, analysis } = hearTrack(world, recording, members, submission);
  const genres = artists.map((artist) => world.artists.traits(artist).genre);
  const female = unit(seed, Stream.artistStyle, artists[0]!, 1) < 0.4 ? 1.3 : -1.3;
  const classProbabilities: Record<string, Record<string, number>> = {};
  for (const [name, model] of Object.entries(ACOUSTIC_MODELS)) {
    const logits = logitsOf(model, { sound, genres, female, track, analysis });
    classProbabilities[name] = softmax(model.classes, logits);
  }
  return classProbabilities;
}

interface Evidence {
  readonly sound: Sound;
  readonly genres: readonly number[];
  readonly female: number;
  readonly track: Random;
  readonly analysis: Random;
}

function logitsOf(model: AcousticModel, evidence: Evidence): number[] {
  const { sound, genres, female, track, analysis } = evidence;
  switch (model.kind) {
    case "binary":
      return [logOdds(model.first, sound) + 0.35 * track.normal(), 0];
    case "gender":
      return [female + 0.8 * track.normal(), 0];
    case "genre":
      return model.classes.map((name) => {
        const near = genres.filter((genre) => model.nearest(GENRES[genre]!) === name).length;
        const noise = 0.8 * track.normal() + SUBMISSION_SPREAD * analysis.normal();
        return (GENRE_AFFINITY * near) / genres.length + noise;
      });
  }
}

function logOdds({ axes, bias }: Reading, sound: Sound): number {
  let sum = bias;
  for (const axis of SOUND_AXES) sum += (axes[axis] ?? 0) * sound[axis];
  return sum;
}

/**
 * Probabilities as a classifier in single precision leaves them: their sum is 1 but for the last digits. Keys in order,
 * as in the documents.
 */
function softmax(classes: readonly string[], logits: readonly number[]): Record<string, number> {
  const top = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp(logit - top));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const entries = classes.map((name, at): [string, number] => [
    name,
    Number(Math.fround(weights[at]! / total).toPrecision(12)),
  ]);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}
