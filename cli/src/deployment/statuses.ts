import type { ServiceStatus } from "@interlude/infra-runtime";

const TIMEOUT_MS = 2_000;

/** The status of a service; null if it does not respond, as while it starts. */
async function fetchStatus(address: string): Promise<ServiceStatus | null> {
  try {
    const response = await fetch(`${address}/status`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return response.ok ? ((await response.json()) as ServiceStatus) : null;
  } catch {
    return null;
  }
}

/** The statuses of several services, by name. */
export async function fetchStatuses(
  addresses: Readonly<Record<string, string>>,
): Promise<Map<string, ServiceStatus | null>> {
  const entries = Object.entries(addresses);
  return new Map(
    await Promise.all(entries.map(async ([name, address]) => [name, await fetchStatus(address)] as const)),
  );
}

/** Totals of all stages; the console counts what others have counted. */
export function totalsOf(statuses: ReadonlyMap<string, ServiceStatus | null>): Record<string, number> {
  const counting = [...statuses].filter(([name]) => name !== "console");
  return Object.fromEntries(counting.flatMap(([, status]) => Object.entries(status?.totals ?? {})));
}
