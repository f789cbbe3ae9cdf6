import { SERVICES } from "@interlude/contracts";
import type { ScreenState, Supervisor } from "@interlude/infra-local";
import type { ServiceStatus } from "@interlude/infra-runtime";
import { remarksOf } from "../../deployment/remarks.js";
import { totalsOf } from "../../deployment/statuses.js";

/** The statuses of all services at one moment. */
export interface Observation {
  readonly at: number;
  readonly statuses: ReadonlyMap<string, ServiceStatus | null>;
}

/** What the live screen shows, from two observations; rates are between them. */
export function screenState(options: {
  before: Observation | null;
  now: Observation;
  processes: ReturnType<Supervisor["status"]>;
  lastPacket: { sequence: number; since: number } | null;
  consoleUrl: string;
}): ScreenState {
  const { before, now, processes, lastPacket, consoleUrl } = options;
  const target = now.statuses.get("ingestion")?.publishedEpoch ?? 0;
  return {
    stages: SERVICES.map((name) => {
      const status = now.statuses.get(name) ?? null;
      const process = processes.find((candidate) => candidate.name === name);
      return {
        name,
        state: process?.state ?? "starting",
        rate: rateOf(before?.statuses.get(name) ?? null, status, now.at - (before?.at ?? now.at)),
        lag: status === null ? undefined : Math.max(0, target - status.publishedEpoch),
        total: status === null ? undefined : workOf(status),
        memoryBytes: process?.memoryBytes,
      };
    }),
    totals: totalsOf(now.statuses),
    notes: SERVICES.flatMap((name) => {
      const status = now.statuses.get(name) ?? null;
      const process = processes.find((candidate) => candidate.name === name);
      const remarks = status === null ? [process?.problem ?? null] : remarksOf(status, Date.now());
      return remarks.flatMap((remark) => (remark === null ? [] : [`${name}: ${remark}`]));
    }),
    lastPacket:
      lastPacket === null
        ? undefined
        : { sequence: lastPacket.sequence, ageSeconds: (now.at - lastPacket.since) / 1000 },
    consoleUrl,
  };
}

function rateOf(
  before: ServiceStatus | null,
  now: ServiceStatus | null,
  milliseconds: number,
): number | undefined {
  if (before === null || now === null || milliseconds <= 0) return undefined;
  return Math.max(0, ((workOf(now) - workOf(before)) * 1000) / milliseconds);
}

/** Records that a stage has read; the first stage reads files and is counted by what it sends. */
function workOf(status: ServiceStatus): number {
  return status.service === "ingestion" ? status.published : status.records;
}
