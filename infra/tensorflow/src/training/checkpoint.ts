import { createHash } from "node:crypto";
import type { NetworkTrainingData, TrainingOptions } from "@interlude/core-tracks";
import { TrainingError } from "./errors.js";
import type { TrainingProgress, TrainingVectors } from "./training-state.js";

/** A training after a pass: everything that it needs to go on as if it had not stopped. */
export interface Checkpoint {
  /** Of data, options and backend. */
  readonly fingerprint: string;
  readonly progress: TrainingProgress;
  readonly vectors: TrainingVectors;
}

const FORMAT = "interlude-training-1\n";
const DIGEST_BYTES = 32;
const VECTORS = ["parameters", "first", "second", "best"] as const;

/** Format, length of the header (32 bits), header (JSON), the vectors (float32), SHA-256 of all that. Little-endian. */
export function checkpointBytes({ fingerprint, progress, vectors }: Checkpoint): Uint8Array {
  const size = vectors.parameters.length;
  const header = Buffer.from(JSON.stringify({ fingerprint, progress, size }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  const numbers = Buffer.alloc(4 * size * VECTORS.length);
  let offset = 0;
  for (const name of VECTORS) {
    for (const value of vectors[name]) offset = numbers.writeFloatLE(value, offset);
  }
  const body = Buffer.concat([Buffer.from(FORMAT), length, header, numbers]);
  return Buffer.concat([body, digestOf(body)]);
}

/**
 * @param fingerprint of the training that is to go on
 * @throws TrainingError `CHECKPOINT_INVALID` for other or damaged bytes; `CHECKPOINT_MISMATCH` for one of another training
 */
export function parseCheckpoint(bytes: Uint8Array, fingerprint: string): Checkpoint {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const body = all.subarray(0, -DIGEST_BYTES);
  if (!all.subarray(0, FORMAT.length).equals(Buffer.from(FORMAT))) {
    throw new TrainingError(
      "CHECKPOINT_INVALID",
      "these bytes are no checkpoint of this version: start the training anew",
    );
  }
  if (!digestOf(body).equals(all.subarray(-DIGEST_BYTES))) {
    throw new TrainingError("CHECKPOINT_INVALID", "the checkpoint is damaged: start the training anew");
  }
  const from = FORMAT.length + 4;
  const headerLength = body.readUInt32LE(FORMAT.length);
  const header = JSON.parse(body.toString("utf8", from, from + headerLength)) as {
    fingerprint: string;
    progress: TrainingProgress;
    size: number;
  };
  if (header.fingerprint !== fingerprint) {
    throw new TrainingError(
      "CHECKPOINT_MISMATCH",
      "the checkpoint is of a training of other data, with other options or on another backend: start the training anew",
    );
  }
  let offset = from + headerLength;
  const next = (): number => {
    const value = body.readFloatLE(offset);
    offset += 4;
    return value;
  };
  const vectors = Object.fromEntries(
    VECTORS.map((name) => [name, Float32Array.from({ length: header.size }, next)]),
  ) as unknown as TrainingVectors;
  return { fingerprint, progress: header.progress, vectors };
}

function digestOf(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}

/** Options that change nothing about what is computed. */
const WITHOUT_EFFECT = new Set<string>(["checkpointPasses", "memoryBytes", "resume"]);

/** Tells trainings apart: equal fingerprints give equal passes. */
export function fingerprintOf(data: NetworkTrainingData, options: TrainingOptions, backend: string): string {
  const hash = createHash("sha256");
  const told = Object.entries(options).filter(([name]) => !WITHOUT_EFFECT.has(name));
  hash.update(JSON.stringify([backend, told.toSorted(([a], [b]) => (a < b ? -1 : 1))]));
  for (const { rows, columns, values } of [
    ...data.scores,
    data.conditions,
    data.heldScores,
    data.heldConditions,
  ]) {
    hash.update(`${rows} ${columns}`);
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest("hex");
}
