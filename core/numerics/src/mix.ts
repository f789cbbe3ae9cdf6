/**
 * The 32-bit finaliser of MurmurHash3 (Appleby, 2011, public domain constants): a bijection in which every input bit
 * reaches every output bit. Integer arithmetic only, so the result is the same on every machine.
 */
export function mix32(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
