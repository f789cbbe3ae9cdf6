import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { EPOCH_HEADER, MARKER_HEADER, MARKER_KEY, type Topic } from "@interlude/contracts";
import { type FollowOptions, type OutgoingRecord, type StageDefinition, followTopic } from "@interlude/stage";
import type { TestNamespace } from "./test-namespace.js";

/** A record of an input. */
export interface InputRecord {
  readonly topic: Topic<unknown>;
  readonly key: string;
  readonly value: unknown;
}

let groups = 0;

/** A service as a process of its own on real servers, to be killed and started anew. */
export class StageProcess {
  #child: ChildProcess | null = null;
  #output = "";

  /** @param main module that runs the service */
  constructor(
    private readonly stream: TestNamespace,
    private readonly definition: StageDefinition,
    private readonly main: URL,
  ) {}

  start(): void {
    const child = spawn(process.execPath, [fileURLToPath(this.main)], {
      env: { ...process.env, ...this.stream.variables(this.definition.service) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#output = "";
    for (const pipe of [child.stdout, child.stderr])
      pipe.on("data", (text) => (this.#output += String(text)));
    this.#child = child;
  }

  /** Ends the process, by default without letting it do anything any more, and waits until it is gone. */
  async end(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, "exit");
  }

  /** Sends a signal and does not wait: SIGSTOP has the process stand still, SIGCONT go on. */
  signal(signal: NodeJS.Signals): void {
    this.#child!.kill(signal);
  }

  /** Output of the process so far. */
  get output(): string {
    return this.#output;
  }

  /** Sends the records of an epoch, and the markers that end it. */
  async send(epoch: number, input: readonly InputRecord[]): Promise<void> {
    const { codec, log } = this.stream;
    const headers = { [EPOCH_HEADER]: String(epoch) };
    const records: OutgoingRecord[] = input.map(({ topic, key, value }) => ({
      topic: topic.name,
      key: Buffer.from(key),
      value: value === null ? null : codec.encode(topic, value),
      headers,
    }));
    await log.append(records);
    await log.append(
      this.definition.inputs.flatMap(({ name, partitions, producer }) => {
        const marker = { epoch, sequence: epoch, kind: "packet" as const, producedBy: producer, ts: 0 };
        return Array.from({ length: partitions }, (_, partition) => ({
          topic: name,
          partition,
          key: Buffer.from(MARKER_KEY),
          value: codec.encodeMarker(marker),
          headers: { ...headers, [MARKER_HEADER]: "1" },
        }));
      }),
    );
  }

  /** Resolves when the epoch's marker is on every partition of an output. */
  published(epoch: number, output: Topic<unknown>): Promise<void> {
    const missing = new Set(Array.from({ length: output.partitions }, (_, partition) => partition));
    return this.until(output, (done) => ({
      onRecord: () => {},
      onMarker: (marker, partition) => {
        if (marker.epoch === epoch) missing.delete(partition);
        if (missing.size === 0) done();
      },
    }));
  }

  /** Reads a topic from its beginning until a handler calls `done`; rejects if the process ends before. */
  async until<Value>(
    topic: Topic<Value>,
    handlers: (done: () => void) => Pick<FollowOptions<Value>, "onRecord" | "onMarker">,
  ): Promise<void> {
    const { log, codec } = this.stream;
    groups += 1;
    let done: () => void = () => {};
    const seen = new Promise<void>((resolve) => (done = resolve));
    const group = `test-${groups}`;
    const subscription = await followTopic({
      log,
      codec,
      topic,
      group,
      from: "beginning",
      ...handlers(done),
    });
    const ended = once(this.#child!, "exit").then(() =>
      Promise.reject(new Error(`it ended: ${this.#output}`)),
    );
    ended.catch(() => {});
    try {
      await Promise.race([seen, ended]);
    } finally {
      await subscription.close();
    }
  }
}
