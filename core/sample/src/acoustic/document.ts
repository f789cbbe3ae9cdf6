import { Stream, hash32, randomFor } from "../hash.js";
import { recordingLength } from "../dump/rows.js";
import type { CreditPart } from "../world/credits.js";
import { recordingTitle } from "../world/names.js";
import type { ClassProbabilities } from "./profile.js";

const MODEL_VERSION = {
  essentia: "2.1-beta1",
  essentia_build_sha: "8e24b98b71ad84f3024c7541412f02124a26d327",
  essentia_git_sha: "v2.1_beta1-228-g260734a",
  extractor: "music 1.0",
  gaia: "2.4-dev",
  gaia_git_sha: "857329b",
  models_essentia_git_sha: "v2.1_beta1",
} as const;

const {
  gaia: _gaia,
  gaia_git_sha: _sha,
  models_essentia_git_sha: _models,
  ...LOW_LEVEL_VERSION
} = MODEL_VERSION;

interface DocumentSubject {
  readonly seed: number;
  /** Index of the recording. */
  readonly recording: number;
  readonly mbid: string;
  readonly submission: number;
  readonly parts: readonly CreditPart[];
  readonly artistMbids: readonly string[];
  readonly profile: ClassProbabilities;
}

/**
 * A high-level document of AcousticBrainz as JSON text, keys sorted as there. Some lack what real ones lack: all
 * models, one model, the metadata, or the version of each model.
 */
export function acousticDocument(subject: DocumentSubject): string {
  const random = randomFor(
    subject.seed,
    Stream.acousticSubmission,
    subject.recording,
    subject.submission + 1,
  );
  const flaw = random.next();
  const withVersion = random.chance(0.95);
  const models = Object.entries(subject.profile)
    .filter((_, at) => !(flaw < 0.007 && flaw >= 0.002 && at === 4) && flaw >= 0.002)
    .map(([model, all]) => [model, modelValue(all, withVersion)]);
  const hasMetadata = flaw < 0.007 || flaw >= 0.01;
  return JSON.stringify({
    highlevel: Object.fromEntries(models) as Record<string, unknown>,
    metadata: hasMetadata ? metadata(subject) : null,
  });
}

function modelValue(all: Readonly<Record<string, number>>, withVersion: boolean): Record<string, unknown> {
  const [value, probability] = Object.entries(all).reduce((best, entry) =>
    entry[1] > best[1] ? entry : best,
  );
  return { all, probability, value, ...(withVersion ? { version: MODEL_VERSION } : {}) };
}

function metadata(subject: DocumentSubject): Record<string, unknown> {
  const { seed, recording, submission } = subject;
  const random = randomFor(seed, Stream.acousticSubmission, recording, submission + 10);
  const title = recordingTitle(seed, recording);
  const artist = subject.parts.map((part) => part.name + part.joinPhrase).join("");
  const lossless = random.chance(0.3);
  const digest = [0, 1, 2, 3].map((word) =>
    hash32(seed, Stream.acousticSubmission, recording, 20 + 4 * submission + word),
  );
  const idTag = random.chance(0.7) ? "musicbrainz_recordingid" : "musicbrainz_trackid";
  return {
    audio_properties: {
      analysis_sample_rate: 44100,
      bit_rate: lossless ? 905_000 : 192_000 + random.below(128_000),
      codec: lossless ? "flac" : "mp3",
      downmix: "mix",
      equal_loudness: 0,
      length: Math.fround(recordingLength(seed, recording) / 1000 + random.next()),
      lossless: lossless ? 1 : 0,
      md5_encoded: digest.map((word) => word.toString(16).padStart(8, "0")).join(""),
      replay_gain: Math.fround(-14 + 8 * random.next()),
      ...(random.chance(0.9) ? { sample_rate: 44100 } : {}),
    },
    tags: {
      album: [`${title} and other pieces`],
      artist: [artist],
      file_name: `${artist.replaceAll("/", "_")} - ${title.replaceAll("/", "_")}.${lossless ? "flac" : "mp3"}`,
      musicbrainz_artistid: subject.artistMbids,
      [idTag]: [subject.mbid],
      title: [title],
    },
    version: { highlevel: MODEL_VERSION, lowlevel: LOW_LEVEL_VERSION },
  };
}
