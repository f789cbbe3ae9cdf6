/**
 * The Avro of one field of COPY text without escapes. Each function reads bytes `start` to `end` of `source`, writes
 * at `at` of `target`, which has room, and returns where it ended; IRREGULAR if the field is not in its most
 * common form, right or wrong, and has to be looked at more slowly.
 */
import { putBytes, putLong, putVarint } from "./avro-bytes.js";
import { timestampFromBytes } from "./timestamp-bytes.js";

export const IRREGULAR = -1;

const ZERO = 0x30;
const DASH = 0x2d;
const LOWER_T = 0x74;
const LOWER_F = 0x66;

/** Digits that certainly fit 32 bits, even doubled. */
const MAX_DIGITS = 9;

/** An integer whose magnitude is at most `limit`. */
export function putInteger(
  target: Uint8Array,
  at: number,
  source: Uint8Array,
  start: number,
  end: number,
  limit: number,
): number {
  const negative = start < end && source[start] === DASH;
  const first = negative ? start + 1 : start;
  if (first >= end || end - first > MAX_DIGITS) return IRREGULAR;
  let magnitude = 0;
  for (let i = first; i < end; i++) {
    const digit = source[i]! - ZERO;
    if (digit < 0 || digit > 9) return IRREGULAR;
    magnitude = magnitude * 10 + digit;
  }
  if (magnitude > limit) return IRREGULAR;
  return putVarint(target, at, negative && magnitude > 0 ? magnitude * 2 - 1 : magnitude * 2);
}

/** `t` or `f`. */
export function putBoolean(
  target: Uint8Array,
  at: number,
  source: Uint8Array,
  start: number,
  end: number,
): number {
  if (end - start !== 1) return IRREGULAR;
  const letter = source[start];
  if (letter !== LOWER_T && letter !== LOWER_F) return IRREGULAR;
  target[at] = letter === LOWER_T ? 1 : 0;
  return at + 1;
}

/** A timestamp in UTC, as Unix time in microseconds. */
export function putTimestamp(
  target: Uint8Array,
  at: number,
  source: Uint8Array,
  start: number,
  end: number,
): number {
  const microseconds = timestampFromBytes(source, start, end);
  return Number.isNaN(microseconds) ? IRREGULAR : putLong(target, at, microseconds);
}

const UUID_LENGTH = 36;
const HEXADECIMAL = Buffer.from("0123456789abcdef");

/** The lower case of each byte that is a hexadecimal digit; 0 for every other byte. */
const LOWER_HEXADECIMAL = new Uint8Array(256);
for (const byte of HEXADECIMAL) {
  LOWER_HEXADECIMAL[byte] = byte;
  LOWER_HEXADECIMAL[String.fromCharCode(byte).toUpperCase().charCodeAt(0)] = byte;
}

/** A UUID, in lower case. */
export function putUuid(
  target: Uint8Array,
  at: number,
  source: Uint8Array,
  start: number,
  end: number,
): number {
  if (end - start !== UUID_LENGTH) return IRREGULAR;
  target[at++] = UUID_LENGTH * 2;
  for (let i = 0; i < UUID_LENGTH; i++) {
    const byte = source[start + i]!;
    const isDash = i === 8 || i === 13 || i === 18 || i === 23;
    if (isDash ? byte !== DASH : LOWER_HEXADECIMAL[byte] === 0) return IRREGULAR;
    target[at++] = isDash ? byte : LOWER_HEXADECIMAL[byte]!;
  }
  return at;
}

/** Text, which is known to be UTF-8 without escapes. */
export function putText(target: Buffer, at: number, source: Buffer, start: number, end: number): number {
  return putBytes(target, putVarint(target, at, (end - start) * 2), source, start, end);
}
