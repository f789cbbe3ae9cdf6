/** Longest zigzag varint of a safe integer: 54 bits in groups of seven. */
export const MAX_LONG_BYTES = 8;

/** Bytes that grow at their end, and what Avro writes into them. */
export class AvroBytes {
  /** The first `length` bytes are what was written; a new buffer whenever it has to grow. */
  bytes: Buffer;
  length = 0;

  constructor(capacity = 64 * 1024) {
    this.bytes = Buffer.allocUnsafeSlow(capacity);
  }

  /** Makes room for so many bytes behind `length`. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
  }

  /** Takes back everything behind the first `length` bytes. */
  truncate(length: number): void {
    this.length = length;
  }

  /** An Avro int, long, enum index or union branch; exact for every safe integer. */
  writeLong(value: number): void {
    this.reserve(MAX_LONG_BYTES);
    this.length = putLong(this.bytes, this.length, value);
  }

  /** Bytes as they are, without a length. */
  writeBytes(bytes: Buffer): void {
    this.reserve(bytes.length);
    this.length = putBytes(this.bytes, this.length, bytes, 0, bytes.length);
  }

  writeBoolean(value: boolean): void {
    this.reserve(1);
    this.bytes[this.length++] = value ? 1 : 0;
  }

  writeString(text: string): void {
    const length = Buffer.byteLength(text);
    this.reserve(MAX_LONG_BYTES + length);
    this.length = putLong(this.bytes, this.length, length);
    this.length += this.bytes.write(text, this.length, "utf8");
  }
}

/**
 * Writes a safe integer as zigzag varint and returns where it ends. Beyond 32 bits the sign is split off before the
 * value is doubled: twice a number near 2^53 and one less is no longer exact.
 */
export function putLong(bytes: Uint8Array, at: number, value: number): number {
  if (value >= -0x4000_0000 && value < 0x4000_0000) return putVarint(bytes, at, (value << 1) ^ (value >> 31));
  const sign = value < 0 ? 1 : 0;
  const magnitude = sign === 1 ? -1 - value : value;
  let rest = Math.floor(magnitude / 64);
  bytes[at++] = (magnitude - rest * 64) * 2 + sign + 0x80;
  for (; rest > 0x7fff_ffff; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) + 0x80;
  return putVarint(bytes, at, rest);
}

/** Writes an integer of 31 bits, already in zigzag form. */
export function putVarint(bytes: Uint8Array, at: number, value: number): number {
  while (value > 0x7f) {
    bytes[at++] = (value & 0x7f) | 0x80;
    value >>>= 7;
  }
  bytes[at++] = value;
  return at;
}

/** From here on one native copy is cheaper than a loop. */
const NATIVE_COPY_BYTES = 64;

/** Copies bytes `start` to `end` of `source` and returns where they end. */
export function putBytes(target: Buffer, at: number, source: Buffer, start: number, end: number): number {
  if (end - start < NATIVE_COPY_BYTES) {
    for (let from = start, to = at; from < end; from++, to++) target[to] = source[from]!;
  } else {
    source.copy(target, at, start, end);
  }
  return at + end - start;
}
