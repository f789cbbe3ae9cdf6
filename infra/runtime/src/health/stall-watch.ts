import { ServiceError } from "../errors.js";
import type { ServiceHealth } from "./service-health.js";

const INTERVAL_MS = 10_000;
/** Checks in a row: a process that was stopped and goes on has one that is bad. */
const BAD_CHECKS = 6;

/**
 * Ends a process that has been stuck for a minute. Kubernetes and `interlude up` would restart it by its liveness; where
 * only an exit is noticed, as with Docker's restart policies, this makes it one. It also notes when a service becomes
 * blocked whose health no probe polls.
 */
export function watchForStall(health: ServiceHealth, onStall: (error: ServiceError) => void): () => void {
  let bad = 0;
  const timer = setInterval(() => {
    const problem = health.livenessProblem;
    bad = problem === null ? 0 : bad + 1;
    if (problem !== null && bad >= BAD_CHECKS) onStall(new ServiceError("SERVICE_STALLED", problem));
  }, INTERVAL_MS);
  timer.unref();
  return () => clearInterval(timer);
}
