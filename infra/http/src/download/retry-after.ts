/**
 * The wait that a `Retry-After` header asks for (RFC 9110, 10.2.3), in milliseconds; null if there is none.
 * @param header seconds, or a date
 * @param now Unix time in milliseconds
 */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
