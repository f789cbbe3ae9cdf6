import {
  type CandidateCollaboration,
  type CatalogCollaboration,
  type CatalogTrack,
  type GraphArtist,
  isMbid,
  topics,
  vectorFrom,
} from "@interlude/contracts";
import { EMBEDDING_DIMENSION } from "@interlude/core-graph";
import { TracksError, toPartsPerMillion } from "@interlude/core-tracks";
import { type StageContext, type StreamRecord, newestByKey } from "@interlude/stage";

/** Why a record is invalid. */
interface InputProblem {
  readonly code: string;
  readonly reason: string;
}

const EMBEDDING_BYTES = EMBEDDING_DIMENSION * Float32Array.BYTES_PER_ELEMENT;

function keyProblem(key: string, ...parts: readonly string[]): InputProblem | null {
  if (parts.every(isMbid)) return null;
  return { code: "KEY_NOT_AN_MBID", reason: `the key ${key} does not consist of lower-case MBIDs` };
}

function differs(key: string, named: string): InputProblem | null {
  if (key === named) return null;
  return { code: "KEY_DIFFERS", reason: `the key ${key} is not what the record is about: ${named}` };
}

/** What is wrong with a track, if anything. */
export function trackProblem(key: string, track: CatalogTrack | null): InputProblem | null {
  const problem = keyProblem(key, key, ...(track?.artists ?? []));
  if (problem !== null || track === null) return problem;
  if (track.recording !== key) return differs(key, track.recording);
  if (track.artists.length === 0) {
    return { code: "TRACK_WITHOUT_ARTISTS", reason: `recording ${key} has no credited artist` };
  }
  const measured = measurementProblem(key, track);
  if (measured !== null) return measured;
  try {
    // As the sums of artists take them: models and classes that AcousticBrainz has, each model whole.
    toPartsPerMillion(track.probabilities);
    return null;
  } catch (error) {
    if (error instanceof TracksError)
      return { code: error.code, reason: `recording ${key}: ${error.message}` };
    throw error;
  }
}

/** Largest tempo and rate that the catalogue publishes. */
const LARGEST_MEASUREMENT = 1000;

function measurementProblem(key: string, track: CatalogTrack): InputProblem | null {
  const within = (value: number | null, most: number) => value === null || (value >= 0 && value <= most);
  const isValid =
    within(track.bpm, LARGEST_MEASUREMENT) &&
    within(track.onsetRate, LARGEST_MEASUREMENT) &&
    within(track.averageLoudness, 1) &&
    within(track.key, 11) &&
    (track.scale === null || track.scale === "major" || track.scale === "minor") &&
    (track.firstRelease === null || /^\d{4}(-|$)/.test(track.firstRelease));
  if (isValid) return null;
  const { bpm, onsetRate, averageLoudness, scale, firstRelease } = track;
  const given = JSON.stringify({ bpm, key: track.key, scale, averageLoudness, onsetRate, firstRelease });
  return {
    code: "TRACK_MEASUREMENT_INVALID",
    reason: `recording ${key} has a measurement out of its bounds: ${given}`,
  };
}

/** What is wrong with an artist, if anything. */
export function artistProblem(key: string, artist: GraphArtist | null): InputProblem | null {
  const problem = keyProblem(key, key);
  if (problem !== null || artist === null) return problem;
  if (artist.artist !== key) return differs(key, artist.artist);
  const { length } = artist.embedding;
  if (length === 0 || (length === EMBEDDING_BYTES && vectorFrom(artist.embedding).every(Number.isFinite)))
    return null;
  return {
    code: "EMBEDDING_INVALID",
    reason: `the embedding of artist ${key}, ${length} bytes, is not ${EMBEDDING_DIMENSION} finite numbers of four`,
  };
}

/** What is wrong with a record of a pair, a candidate or a collaboration, if anything. */
export function pairProblem(
  key: string,
  pair: CandidateCollaboration | CatalogCollaboration | null,
): InputProblem | null {
  if (topics.candidates.parseKey(key) !== null) {
    return pair === null ? null : differs(key, `${pair.artistA}:${pair.artistB}`);
  }
  const [a = "", b = ""] = key.split(":");
  const problem = keyProblem(key, a, b);
  if (problem !== null) return problem;
  return { code: "PAIR_NOT_IN_ORDER", reason: `the key ${key} is not two MBIDs in order` };
}

/** A batch reduced to the last value of each key, and the keys whose last record is a tombstone. */
interface NewestRecords<Value> {
  readonly values: Value[];
  readonly gone: string[];
}

/** Rejects the invalid records of a batch and reduces the others to the newest of each key, in the order of keys. */
export function acceptNewest<Value>(
  records: readonly StreamRecord<Value>[],
  problemOf: (key: string, value: Value | null) => InputProblem | null,
  context: Pick<StageContext<unknown>, "reject">,
): NewestRecords<Value> {
  const valid = records.filter((record) => {
    const problem = problemOf(record.key, record.value);
    if (problem !== null) context.reject(record, problem.code, problem.reason);
    return problem === null;
  });
  const newest = newestByKey(valid, ({ key }) => key);
  return {
    values: newest.flatMap(({ value }) => (value === null ? [] : [value])),
    gone: newest.flatMap(({ key, value }) => (value === null ? [key] : [])),
  };
}
