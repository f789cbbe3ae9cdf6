import { findStack } from "@interlude/infra-local";
import type { ServiceStatus } from "@interlude/infra-runtime";
import { reasonOf } from "@interlude/stage";
import { CommandError } from "../../command-error.js";
import { homeFolder } from "../../deployment/home.js";
import { deadLetterLines, omissionTable } from "../../deployment/describe-set-aside.js";
import { openNamespace } from "../../deployment/namespace.js";
import { remarksOf } from "../../deployment/remarks.js";
import { type SetAside, setAsideOfCatalogue } from "../../deployment/set-aside.js";
import { fetchStatuses } from "../../deployment/statuses.js";
import { type UpFile, readUpFile } from "../../deployment/up-file.js";

/** How the local system is doing. */
interface SystemStatus {
  readonly namespace: string;
  readonly source: string | null;
  readonly console: string;
  /** null for a service that does not respond. */
  readonly services: Readonly<Record<string, ServiceStatus | null>>;
  /** What is set aside, of the newest dump and what came after it; or why that is not known. */
  readonly setAside: SetAside | { readonly unknown: string };
}

/** Asks every service of the running local system. */
export async function readSystemStatus(): Promise<SystemStatus> {
  const up: UpFile | undefined = readUpFile(homeFolder());
  if (up === undefined)
    throw new CommandError("NOTHING_RUNNING", "Nothing runs here; interlude up starts it");
  const statuses = await fetchStatuses(up.services);
  return {
    namespace: up.namespace,
    source: up.source,
    console: up.services["console"]!,
    services: Object.fromEntries(statuses),
    setAside: await readSetAside(up.namespace),
  };
}

/** How the services are must be said even while the database is away. */
async function readSetAside(namespace: string): Promise<SystemStatus["setAside"]> {
  const stack = findStack(homeFolder());
  if (stack === undefined) return { unknown: "the servers do not run" };
  try {
    return await setAsideOfCatalogue(openNamespace(namespace, stack));
  } catch (error) {
    return { unknown: reasonOf(error) };
  }
}

/** The same as lines for people. */
export function describeStatus(status: SystemStatus): string[] {
  const target = status.services["ingestion"]?.publishedEpoch ?? 0;
  const lines = Object.entries(status.services).map(([name, service]) => {
    if (service === null) return `${name.padEnd(14)} does not respond`;
    const lag = Math.max(0, target - service.publishedEpoch);
    const totals = Object.entries(service.totals).map(([total, value]) => `${value} ${total}`);
    const parts = [
      `sequence ${service.sequence}`,
      `lag ${lag}`,
      `${service.deadLetters} dead letters`,
      ...totals,
    ];
    const remarks = remarksOf(service, Date.now()).map((remark) => ` — ${remark}`);
    return `${name.padEnd(14)} ${service.state}, ${parts.join(", ")}${remarks.join("")}`;
  });
  return [...lines, ...setAsideLines(status.setAside), `console at ${status.console}`];
}

function setAsideLines(setAside: SystemStatus["setAside"]): string[] {
  if ("unknown" in setAside) return [`what is set aside is not known: ${setAside.unknown}`];
  return [...omissionTable(setAside.omissions), ...deadLetterLines(setAside.deadLetters)];
}
