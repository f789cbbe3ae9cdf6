import type { ServiceStatus } from "@interlude/infra-runtime";

/** The status of a service that has just started, but for what is given. */
export function statusOf(service: string, values: Partial<ServiceStatus> = {}): ServiceStatus {
  return {
    service,
    state: "running",
    stateSince: 0,
    blocked: null,
    waiting: [],
    relay: null,
    completedEpoch: 0,
    publishedEpoch: 0,
    sequence: 0,
    records: 0,
    published: 0,
    deadLetters: 0,
    note: null,
    totals: {},
    memory: 0,
    ...values,
  };
}
