const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;
const SHIFT = 24;

/**
 * Partition of a key: positive murmur2 of its bytes modulo the number of partitions, the default of
 * Kafka's Java clients, so that producers in either language put a key into the same partition.
 *
 * A record without a key goes to partition 0, always: its partition must not depend on the sender.
 * @throws RangeError if `partitions` is not a positive integer
 */
export function partitionOf(key: Buffer | null, partitions: number): number {
  if (!Number.isInteger(partitions) || partitions < 1) {
    throw new RangeError(`A topic has at least one partition, not ${partitions}`);
  }
  return key === null ? 0 : (murmur2(key) & 0x7fffffff) % partitions;
}

/** MurmurHash2 (Austin Appleby, public domain), 32 bits, as a signed integer. */
export function murmur2(data: Buffer): number {
  const words = data.length >> 2;
  let hash = SEED ^ data.length;
  for (let word = 0; word < words; word++) hash = mix(hash, data.readInt32LE(word * 4));
  const tail = words * 4;
  const rest = data.length - tail;
  if (rest >= 3) hash ^= data[tail + 2]! << 16;
  if (rest >= 2) hash ^= data[tail + 1]! << 8;
  if (rest >= 1) hash = Math.imul(hash ^ data[tail]!, MULTIPLIER);
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return hash ^ (hash >>> 15);
}

function mix(hash: number, word: number): number {
  const scrambled = Math.imul(word, MULTIPLIER);
  return Math.imul(hash, MULTIPLIER) ^ Math.imul(scrambled ^ (scrambled >>> SHIFT), MULTIPLIER);
}
