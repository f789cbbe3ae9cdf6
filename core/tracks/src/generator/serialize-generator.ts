import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { TracksError, requireLength } from "../errors.js";
import { checkNetwork } from "../network/index.js";
import { checkTableSpace } from "../table/parse-table-space.js";
import type { GeneratorParts, TrackGenerator } from "./generator.js";
import { compileSampler } from "./sampler.js";

const FORMAT = "interlude-track-generator-1";
const HEADER = new RegExp(String.raw`^(interlude-track-generator-\d+) ([0-9a-f]{64})\n`);

/**
 * Checks the parts of a generator against each other and names it by their content: equal parts have equal ids.
 * @throws TracksError `SHAPE_MISMATCH`, `MODEL_CORRUPT`
 */
export function buildGenerator(parts: GeneratorParts): TrackGenerator {
  checkParts(parts);
  return { ...parts, kind: parts.sampler.kind, id: hashOf(payloadOf(parts)) };
}

/** A generator as bytes: a line with format and hash, then JSON in which Float32 weights are base64, so that they are exact. */
export function serializeGenerator(generator: TrackGenerator): Uint8Array {
  const payload = payloadOf(generator);
  return Buffer.concat([Buffer.from(`${FORMAT} ${generator.id}\n`), payload]);
}

/**
 * Reads what `serializeGenerator` wrote.
 * @param expected name and version of the table space that the caller works with
 * @throws TracksError `MODEL_FORMAT_UNKNOWN`, `MODEL_CORRUPT` where the bytes are not those that were written,
 * `MODEL_FEATURES_UNKNOWN` for another space
 */
export function parseGenerator(
  bytes: Uint8Array,
  expected?: { readonly name: string; readonly version: string },
): TrackGenerator {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = HEADER.exec(whole.subarray(0, 200).toString("latin1"));
  if (header?.[1] !== FORMAT) {
    throw new TracksError(
      "MODEL_FORMAT_UNKNOWN",
      `${header === null ? "this is no generator of tracks" : `the generator has format ${header[1]}`}; ${FORMAT} is expected: train a new one`,
    );
  }
  const payload = whole.subarray(header[0].length);
  const id = hashOf(payload);
  if (id !== header[2]) {
    throw new TracksError(
      "MODEL_CORRUPT",
      `the generator's content has SHA-256 ${id}, it was written as ${header[2]}: restore it or train a new one`,
    );
  }
  const parts = JSON.parse(payload.toString("utf8"), revive) as GeneratorParts;
  const { name, version } = parts.space.space;
  if (expected !== undefined && (expected.name !== name || expected.version !== version)) {
    throw new TracksError(
      "MODEL_FEATURES_UNKNOWN",
      `the generator is of the space ${name} ${version}, not ${expected.name} ${expected.version}: train a new one`,
    );
  }
  checkParts(parts);
  return { ...parts, kind: parts.sampler.kind, id };
}

function payloadOf({ space, conditions, sampler }: GeneratorParts): Buffer {
  return Buffer.from(JSON.stringify({ space, conditions, sampler }, replace));
}

function hashOf(payload: Uint8Array): string {
  return createHash("sha256").update(payload).digest("hex");
}

function replace(_key: string, value: unknown): unknown {
  if (!(value instanceof Float32Array)) return value;
  const bytes = Buffer.alloc(value.length * 4);
  for (const [i, number] of value.entries()) bytes.writeFloatLE(number, i * 4);
  return { float32: bytes.toString("base64") };
}

function revive(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("float32" in value)) return value;
  const bytes = Buffer.from(String(value.float32), "base64");
  return Float32Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => bytes.readFloatLE(i * 4));
}

function checkParts(parts: GeneratorParts): void {
  const { space, conditions, sampler } = parts;
  checkTableSpace(space.space);
  const coordinates = space.coordinates.length;
  requireLength("the profile of the conditions", conditions.whole.sums.length, coordinates);
  if (sampler.kind === "copula") {
    requireLength("the copula", sampler.copulas.whole.marginals.length, coordinates);
  } else {
    const { network, latents, outputMap } = sampler;
    checkNetwork(network);
    requireLength("the network's output", network.features, coordinates);
    requireLength("the network's condition", network.condition, conditions.names.length);
    requireLength("the mixtures of latents", latents.latent, network.latent);
    requireLength("the output map", outputMap.length, coordinates);
  }
  compileSampler(parts);
}
