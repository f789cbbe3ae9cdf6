import { endianness } from "node:os";

const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;
const AS_SENT = endianness() === "LE";

/** A vector as records carry it: floats of 32 bits, little endian. May share the vector's memory. */
export function vectorBytes(vector: Float32Array): Buffer {
  const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
  return AS_SENT ? bytes : Buffer.from(bytes).swap32();
}

/**
 * The vector of a record, a copy.
 * @throws RangeError if the bytes are not whole floats
 */
export function vectorFrom(bytes: Uint8Array): Float32Array {
  if (bytes.length % FLOAT_BYTES !== 0) {
    throw new RangeError(`${bytes.length} bytes are not a vector: they should be ${FLOAT_BYTES} a number`);
  }
  const copy = new Uint8Array(bytes);
  if (!AS_SENT) Buffer.from(copy.buffer).swap32();
  return new Float32Array(copy.buffer);
}
