import { availableParallelism, cpus } from "node:os";
import type { Components } from "@interlude/infra-local";
import type { BenchNamespace } from "./bench-namespace.js";

/** What a measurement without servers ran on. */
export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly node: string;
  readonly platform: string;
  readonly interlude: string;
}

export interface Environment extends Machine {
  readonly java: string | null;
  readonly postgres: string;
}

/** @param version of this build */
export function machineOf(version: string): Machine {
  return {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model ?? "unknown",
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    interlude: version,
  };
}

/** Where a measurement ran. */
export async function environmentOf(
  { namespace, version }: { readonly namespace: BenchNamespace; readonly version: string },
  { java }: Components,
): Promise<Environment> {
  const database = namespace.openDatabase();
  try {
    const [server] = await database.query<{ server_version: string }>("show server_version");
    return {
      ...machineOf(version),
      java: java?.version.split("\n")[0] ?? null,
      postgres: server!.server_version,
    };
  } finally {
    await database.close();
  }
}
