/** Unix time in milliseconds by a clock that is not set back or forth while the process runs. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}
