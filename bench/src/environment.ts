import { availableParallelism, cpus } from "node:os";
import type { Components } from "@interlude/infra-local";
import type { BenchNamespace } from "./bench-namespace.js";

export interface Environment {
  readonly cores: number;
  readonly cpu: string;
  readonly node: string;
  readonly platform: string;
  readonly interlude: string;
  readonly java: string | null;
  readonly postgres: string;
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
      cores: availableParallelism(),
      cpu: cpus()[0]?.model ?? "unknown",
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      interlude: version,
      java: java?.version.split("\n")[0] ?? null,
      postgres: server!.server_version,
    };
  } finally {
    await database.close();
  }
}
