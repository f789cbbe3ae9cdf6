/** SQLSTATEs after which the same transaction can succeed: class 08, deadlock, serialization, shutdown. */
const TRANSIENT_STATES = new Set(["40001", "40P01", "55P03", "57P01", "57P02", "57P03", "53300"]);
const TRANSIENT_SYSTEM_CODES = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT"]);

/** Whether trying the transaction again can help. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as Error & { code?: unknown };
  if (typeof code !== "string")
    return /Connection terminated|timeout exceeded when trying to connect/.test(error.message);
  return TRANSIENT_STATES.has(code) || code.startsWith("08") || TRANSIENT_SYSTEM_CODES.has(code);
}
