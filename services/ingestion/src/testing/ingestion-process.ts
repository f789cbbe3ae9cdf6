import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type AnyRowChange, EPOCH_HEADER, MARKER_HEADER, type Topic } from "@interlude/contracts";
import type { Database } from "@interlude/infra-postgres";
import type { TestNamespace } from "@interlude/infra-testing";

const MAIN = fileURLToPath(new URL("../main.js", import.meta.url));

/** Shorter than the test that waits may last, so that it can say what the process did. */
const RUN_MS = 120_000;

/** Ingestion as a process of its own, in mode once, in a namespace of its own. */
export class IngestionProcess {
  readonly #database: Database;

  constructor(private readonly stream: TestNamespace) {
    this.#database = stream.database("ingestion");
  }

  start(
    folder: string,
    variables: Readonly<Record<string, string>> = {},
  ): { child: ChildProcess; output: () => string } {
    const child = spawn(process.execPath, [MAIN], {
      env: {
        ...process.env,
        ...this.stream.variables("ingestion"),
        INGESTION_SOURCE: folder,
        INGESTION_MODE: "once",
        ...variables,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const pipe of [child.stdout, child.stderr]) pipe.on("data", (chunk) => (output += String(chunk)));
    return { child, output: () => output };
  }

  /** Ends a process as `kill -9` does, and has its lease run out at once, as it would by itself after a while. */
  async kill(child: ChildProcess): Promise<void> {
    // A process that has already ended tells so no second time.
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    await this.#database.query("delete from leases");
  }

  /** Waits for a process to end by itself; one that does not is killed, and the error has what it said. */
  async runToEnd(
    folder: string,
    variables: Readonly<Record<string, string>> = {},
  ): Promise<{ code: number | null; output: string }> {
    const { child, output } = this.start(folder, variables);
    try {
      const [code] = (await once(child, "exit", { signal: AbortSignal.timeout(RUN_MS) })) as [number | null];
      return { code, output: output() };
    } catch (error) {
      await this.kill(child);
      throw new Error(`ingestion has not ended after ${RUN_MS} ms: ${output().slice(-4_000)}`, {
        cause: error,
      });
    }
  }
}

export interface Change {
  readonly epoch: number;
  readonly value: AnyRowChange;
}

/** A topic's changes as a stage sees them: what comes again of an epoch that is complete is dropped. */
export async function changesOf<Value>(
  stream: TestNamespace,
  topic: Topic<Value>,
): Promise<{ changes: Change[]; markers: number }> {
  const completed = new Map<number, number>();
  const changes: Change[] = [];
  let markers = 0;
  for await (const { partition, headers, value } of stream.log.read([topic.name])) {
    const epoch = Number(headers[EPOCH_HEADER]);
    if (epoch <= (completed.get(partition) ?? 0)) continue;
    if (headers[MARKER_HEADER] === "1") {
      completed.set(partition, epoch);
      markers++;
    } else {
      const items = await stream.codec.decodeItems(topic, value!);
      for (const item of items) changes.push({ epoch, value: item as AnyRowChange });
    }
  }
  return { changes, markers };
}
