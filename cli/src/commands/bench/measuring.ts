import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SERVICES, type ServiceName } from "@interlude/contracts";
import { type Namespace, choosePorts } from "@interlude/infra-local";
import { operatorDatabaseUrl } from "@interlude/infra-postgres";
import type { BenchIngestOptions, BenchNamespace, ProcessSample } from "@interlude/bench";
import { CommandError, EXIT } from "../../command-error.js";
import { type ServiceCommand, serviceCommands } from "../../deployment/service-commands.js";
import { onNamespace, stopSignal } from "../options.js";

/** A measurement whose programs were ended may still be cleaning up itself. */
const SETTLE_MS = 5_000;

/** What every measurement on servers is given. */
type Common = Omit<BenchIngestOptions, "packets" | "recordings" | "seed">;

interface MeasuringOptions {
  readonly json?: boolean;
  /** File for the memory of the service, a sample a second. */
  readonly curve?: string;
}

/** Measures in a namespace and a folder of its own, and prints what came of it. */
export function measuring(
  { json, curve }: MeasuringOptions,
  version: string,
  measure: (common: Common) => Promise<{ report: object; lines: string[] }>,
): Promise<void> {
  const own = { json: json === true, namespace: ownNamespace() };
  const stop = stopSignal();
  const measured = onNamespace(own, async (namespace, output) => {
    const folder = mkdtempSync(join(tmpdir(), "interlude-bench-"));
    try {
      const work = measure({
        folder,
        namespace: benchNamespace(namespace),
        version,
        onStep: (line) => output.remark(line),
        onCurve: (samples) => {
          if (curve !== undefined) writeFileSync(curve, asCsv(samples));
        },
      });
      const { report, lines } = await untilStopped(work, stop, () => namespace.remove());
      output.json(report);
      for (const line of lines) output.line(line);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
  // What generates in this process cannot be told to stop: the process ends under it, once all is cleaned up.
  return measured.catch((error: unknown) => {
    if (!stop.aborted || error !== stop.reason) throw error;
    process.stderr.write(
      "INTERRUPTED: the measurement was broken off; its folder and namespace are removed\n",
    );
    process.exit(EXIT.failed);
  });
}

/** The work's result; if the signal comes first, ends its programs, cleans up and rejects with the reason. */
async function untilStopped<Result>(
  work: Promise<Result>,
  stop: AbortSignal,
  cleanUp: () => Promise<void>,
): Promise<Result> {
  const stopped = new Promise<never>((_resolve, reject) => {
    stop.addEventListener("abort", () => reject(stop.reason as Error), { once: true });
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    if (stop.aborted) {
      const { endPrograms } = await loadBench();
      await endPrograms();
      await Promise.race([work.catch(() => undefined), sleep(SETTLE_MS, undefined, { ref: false })]);
      await cleanUp();
    }
  }
}

export async function loadBench(): Promise<typeof import("@interlude/bench")> {
  try {
    return await import("@interlude/bench");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw cause;
    throw new CommandError("USAGE", "The measurements are not installed here; run them from a checkout", {
      cause,
    });
  }
}

/** A namespace that nothing else uses: it is emptied again and again, and removed in the end. */
function ownNamespace(): string {
  return `bench${randomBytes(4).toString("hex")}`;
}

/** What a measurement needs of a namespace; services are started in it as `interlude up` does. */
function benchNamespace(namespace: Namespace): BenchNamespace {
  const commandOf = async (service: ServiceName, folder?: string): Promise<ServiceCommand> => {
    const ports = await choosePorts(SERVICES, {});
    const source = { ...(folder === undefined ? {} : { folder }), mode: "once" } as const;
    const commands = serviceCommands({ namespace, ports, source, environment: process.env });
    return commands.find(({ name }) => name === service)!;
  };
  return {
    name: namespace.name,
    kafka: namespace.addresses.kafka,
    databaseUrl: operatorDatabaseUrl(namespace.administration),
    prepare: () => namespace.prepare(),
    remove: () => namespace.remove(),
    openLog: () => namespace.openLog(),
    openCodec: () => namespace.openCodec(),
    openDatabase: () => namespace.openDatabase(),
    ingestion: (folder) => commandOf("ingestion", folder),
    normalization: () => commandOf("normalization"),
    graph: () => commandOf("graph"),
    scoring: () => commandOf("scoring"),
  };
}

function asCsv(curve: readonly ProcessSample[]): string {
  const lines = curve.map(({ seconds, rssBytes, cpuSeconds }) => `${seconds},${rssBytes},${cpuSeconds}\n`);
  return `seconds,rss_bytes,cpu_seconds\n${lines.join("")}`;
}
