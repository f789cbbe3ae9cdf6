import { type Random, Stream, randomFor } from "../hash.js";
import { SOUND_AXES, type Sound } from "../world/genres.js";
import type { World } from "../world/world.js";

/** How far a track strays from its artists on each axis, and a second analysis of it from the first. */
const TRACK_SPREAD = 0.45;
export const SUBMISSION_SPREAD = 0.06;

/** A track as an analysis hears it, with the random numbers of the track and of the analysis that go on from there. */
export interface HeardTrack {
  readonly sound: Sound;
  /** Indexes of the artists, the leader first; at least one. */
  readonly artists: readonly number[];
  readonly track: Random;
  readonly analysis: Random;
}

/**
 * The sound of a recording: the mean of its artists', whose own follows their fame, and what is the track's alone.
 * @param members indexes of the credited artists, the leader first; none for recordings without a known artist
 * @param submission which of the recording's analyses: they differ little
 */
export function hearTrack(
  world: World,
  recording: number,
  members: readonly number[],
  submission: number,
): HeardTrack {
  const { seed } = world.size;
  const artists = members.length > 0 ? members : [recording % world.size.artists];
  const track = randomFor(seed, Stream.acousticTrack, recording);
  const analysis = randomFor(seed, Stream.acousticTrack, recording, submission + 1);
  const sounds = artists.map((artist) => world.artists.sound(artist));
  const sound: Record<keyof Sound, number> = {
    energy: 0,
    acoustic: 0,
    valence: 0,
    dance: 0,
    voice: 0,
    bright: 0,
  };
  for (const axis of SOUND_AXES) {
    for (const one of sounds) sound[axis] += one[axis] / sounds.length;
    sound[axis] += TRACK_SPREAD * track.normal() + SUBMISSION_SPREAD * analysis.normal();
  }
  return { sound, artists, track, analysis };
}
