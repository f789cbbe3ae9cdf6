import { CodecError } from "./codec.js";

/** Bytes before the Avro of a value: a zero, and the schema id as a big-endian 32-bit integer. */
export const HEADER_BYTES = 5;
const MAGIC = 0;

/** Writes the header of the Confluent wire format to the start of a buffer. */
export function writeHeader(buffer: Buffer, schemaId: number): void {
  buffer.writeUInt8(MAGIC, 0);
  buffer.writeInt32BE(schemaId, 1);
}

/**
 * Schema id of a value in the Confluent wire format.
 * @throws CodecError `VALUE_UNDECODABLE` if it is not in that format
 */
export function readSchemaId(bytes: Buffer): number {
  if (bytes.length < HEADER_BYTES || bytes[0] !== MAGIC) {
    const start = bytes.subarray(0, HEADER_BYTES).toString("hex");
    throw new CodecError(
      "VALUE_UNDECODABLE",
      `${bytes.length} bytes that begin with "${start}" are not in the Confluent wire format: ` +
        `they should begin with 00 and a schema id of four bytes`,
    );
  }
  return bytes.readInt32BE(1);
}

/** A value that is a record of one field, an array, from items that are Avro already. */
export function frameBatch(schemaId: number, count: number, items: Uint8Array): Buffer {
  // The last byte, a block of no items, ends the array.
  const countBytes = count === 0 ? [] : zigzagBytes(count);
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + countBytes.length + items.length + 1);
  writeHeader(bytes, schemaId);
  bytes.set(countBytes, HEADER_BYTES);
  bytes.set(items, HEADER_BYTES + countBytes.length);
  bytes[bytes.length - 1] = 0;
  return bytes;
}

/** A count as Avro writes a long: zigzag, seven bits a byte, lowest first. */
function zigzagBytes(count: number): number[] {
  const bytes: number[] = [];
  let rest = count * 2;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  bytes.push(rest);
  return bytes;
}
