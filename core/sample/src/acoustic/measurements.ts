import { type Random, Stream, randomFor } from "../hash.js";
import { GENRES, type Sound } from "../world/genres.js";
import type { World } from "../world/world.js";
import { hearTrack } from "./sound.js";

/** What Essentia measures of a track, by table and column of the low-level features; null where it could not. */
export interface Measurements {
  readonly lowlevel: Readonly<Record<string, number | null>>;
  readonly rhythm: Readonly<Record<string, number | null>>;
  readonly tonal: Readonly<Record<string, number | string | null>>;
}

const PITCHES = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"] as const;
/** One analysis in so many takes twice the tempo, or half of it. */
const OCTAVE_ERROR_ONE_IN = 14;
/** One in so many lacks a measurement. */
const MISSING_ONE_IN = 40;

/**
 * The measurements of a recording: its tempo and key follow its genre and leader, its loudness its energy and the year,
 * for masters become louder until they fill the scale.
 * @param members indexes of the credited artists, the leader first; none for recordings without a known artist
 * @param submission which of the recording's analyses: they differ little, but for errors of an octave
 */
export function measurements(
  world: World,
  recording: number,
  members: readonly number[],
  submission: number,
): Measurements {
  const { seed } = world.size;
  const { sound, artists } = hearTrack(world, recording, members, submission);
  const own = randomFor(seed, Stream.acousticLowLevel, recording);
  const leader = randomFor(seed, Stream.acousticLowLevel, artists[0]!, 1);
  const analysis = randomFor(seed, Stream.acousticLowLevel, recording, submission + 2);
  const genre = GENRES[world.artists.traits(artists[0]!).genre]!;
  const time = world.recordings.time(recording);
  const known = <Value>(value: Value): Value | null => (analysis.below(MISSING_ONE_IN) === 0 ? null : value);
  return {
    lowlevel: loudness(sound, time, own, known),
    rhythm: rhythm(sound, tempoOf(genre.beat, sound, leader, own), own, analysis, known),
    tonal: tonal(sound, genre.major, leader, own, analysis),
  };
}

type Known = <Value>(value: Value) => Value | null;

function loudness(sound: Sound, time: number, own: Random, known: Known): Measurements["lowlevel"] {
  const level = 1.1 + 0.9 * sound.energy - 0.4 * sound.acoustic + 1.4 * time + 0.6 * own.normal();
  // A master that is cut off at full scale is as loud as can be.
  const full = level > 4.2;
  const range = 1.5 - 0.35 * sound.energy + 0.25 * sound.acoustic - 0.5 * time + 0.25 * own.normal();
  return {
    average_loudness: known(full ? 1 : rounded(1 / (1 + Math.exp(-level)))),
    dynamic_complexity: known(rounded(Math.exp(full ? range - 0.6 : range))),
    mfcc_zero_mean: rounded(-700 + 40 * sound.energy + 25 * sound.bright + 15 * own.normal()),
  };
}

/** The tempo as a listener would beat it: about the genre's, a little faster with energy, and an artist's habit. */
function tempoOf(
  { tempo, spread }: { readonly tempo: number; readonly spread: number },
  sound: Sound,
  leader: Random,
  own: Random,
): number {
  return tempo * Math.exp(0.04 * sound.energy + spread * (0.6 * leader.normal() + 0.8 * own.normal()));
}

function rhythm(
  sound: Sound,
  tempo: number,
  own: Random,
  analysis: Random,
  known: Known,
): Measurements["rhythm"] {
  const wrong = analysis.below(OCTAVE_ERROR_ONE_IN) === 0;
  const heard = wrong ? (tempo > 110 ? tempo / 2 : tempo * 2) : tempo;
  const bpm = rounded(heard * (1 + 0.002 * analysis.normal()));
  const onsets = Math.exp(
    1.15 + 0.25 * sound.energy + 0.1 * sound.dance + 0.003 * (tempo - 110) + 0.18 * own.normal(),
  );
  const peak = Math.round(bpm);
  const second = Math.round(bpm * (own.chance(0.5) ? 1.5 : 0.75));
  return {
    bpm: known(bpm),
    bpm_histogram_first_peak_bpm_mean: peak,
    bpm_histogram_first_peak_bpm_median: peak,
    bpm_histogram_second_peak_bpm_mean: second,
    bpm_histogram_second_peak_bpm_median: second,
    danceability: rounded(Math.max(0, 1.1 + 0.15 * sound.dance + 0.08 * own.normal())),
    onset_rate: known(rounded(onsets)),
  };
}

/** Artists stay near a key of their own on the circle of fifths; joyful tracks are rather in major. */
function tonal(
  sound: Sound,
  major: number,
  leader: Random,
  own: Random,
  analysis: Random,
): Measurements["tonal"] {
  const home = leader.below(12);
  const position = home + Math.round(1.5 * own.normal());
  const heard = analysis.below(20) === 0 ? position + 1 : position;
  const odds = Math.log(major / (1 - major)) + 0.9 * sound.valence;
  const scale = own.next() < 1 / (1 + Math.exp(-odds)) ? "major" : "minor";
  const tuning = 440 + 1.5 * own.normal();
  const unheard = analysis.below(MISSING_ONE_IN) === 0;
  return {
    key_key: unheard ? null : PITCHES[(((7 * heard) % 12) + 12) % 12]!,
    key_scale: unheard ? null : scale,
    tuning_frequency: rounded(tuning),
    tuning_equal_tempered_deviation: rounded(Math.abs(0.1 * own.normal())),
  };
}

function rounded(value: number): number {
  return Number(Math.fround(value).toPrecision(12));
}
