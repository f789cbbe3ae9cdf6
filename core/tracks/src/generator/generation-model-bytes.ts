import { Buffer } from "node:buffer";
import { TracksError } from "../errors.js";
import { TRACK_SPACE_VERSION, type TrackSpace } from "../tracks/track-space.js";
import type { GenerationModel } from "./generation-model.js";
import { parseGenerator, serializeGenerator } from "./serialize-generator.js";

const FORMAT = "interlude-generation-model-1";

type Head = Pick<TrackSpace, "genre" | "leftOut"> &
  Pick<GenerationModel, "pairs"> & { readonly format: string };

/** A model as bytes: a line of JSON with what is not in its generator, then the generator. */
export function serializeGenerationModel({ generator, tracks, pairs }: GenerationModel): Uint8Array {
  const head: Head = { format: FORMAT, genre: tracks.genre, leftOut: tracks.leftOut, pairs };
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), serializeGenerator(generator)]);
}

/**
 * Reads what `serializeGenerationModel` wrote.
 * @throws TracksError `MODEL_FORMAT_UNKNOWN`; `MODEL_CORRUPT`; `MODEL_FEATURES_UNKNOWN` for another space than that of
 * this build's tracks
 */
export function parseGenerationModel(bytes: Uint8Array): GenerationModel {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = whole.indexOf("\n");
  const { format, genre, leftOut, pairs } = headOf(whole.subarray(0, Math.max(end, 0)).toString("utf8"));
  if (format !== FORMAT) {
    throw new TracksError(
      "MODEL_FORMAT_UNKNOWN",
      `the model has format ${String(format)}; ${FORMAT} is expected: train a new one`,
    );
  }
  const generator = parseGenerator(whole.subarray(end + 1), { name: "tracks", version: TRACK_SPACE_VERSION });
  return { generator, tracks: { space: generator.space.space, genre, leftOut }, pairs };
}

function headOf(line: string): Head {
  try {
    return JSON.parse(line) as Head;
  } catch {
    throw new TracksError(
      "MODEL_CORRUPT",
      "the first line of the model is no JSON: restore it or train a new one",
    );
  }
}
