import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { EPOCH_HEADER, MARKER_HEADER, MARKER_KEY, type Topic, topics } from "@interlude/contracts";
import { type FollowOptions, type OutgoingRecord, followTopic } from "@interlude/stage";
import type { TestNamespace } from "@interlude/infra-testing";
import { definition } from "../definition.js";
import { type EpochInput, artistRecords, collaborationRecords } from "./epoch-inputs.js";

const main = fileURLToPath(new URL("../main.js", import.meta.url));

/** The service as a process of its own on real servers, to be killed and started anew. */
export class GraphStream {
  #child: ChildProcess | null = null;
  #output = "";
  #groups = 0;

  constructor(private readonly stream: TestNamespace) {}

  start(): void {
    const child = spawn(process.execPath, [main], {
      env: {
        ...process.env,
        ...this.stream.variables("graph"),
      },
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

  /** Output of the process so far. */
  get output(): string {
    return this.#output;
  }

  /** Sends the records of an epoch, and the markers that end it. */
  async send(epoch: number, input: EpochInput): Promise<void> {
    const { codec, log } = this.stream;
    const headers = { [EPOCH_HEADER]: String(epoch) };
    const records: OutgoingRecord[] = [
      ...artistRecords(input).map(({ key, value }) => ({ topic: topics.catalogArtists, key, value })),
      ...collaborationRecords(input).map(({ key, value }) => ({
        topic: topics.catalogCollaborations,
        key,
        value,
      })),
    ].map(({ topic, key, value }) => ({
      topic: topic.name,
      key: Buffer.from(key),
      value: value === null ? null : codec.encode<unknown>(topic, value),
      headers,
    }));
    await log.append(records);
    const marker = codec.encodeMarker({
      epoch,
      sequence: epoch,
      kind: "packet",
      producedBy: "normalization",
      ts: 0,
    });
    await log.append(
      definition.inputs.flatMap(({ name, partitions }) =>
        Array.from({ length: partitions }, (_, partition) => ({
          topic: name,
          partition,
          key: Buffer.from(MARKER_KEY),
          value: marker,
          headers: { ...headers, [MARKER_HEADER]: "1" },
        })),
      ),
    );
  }

  /** Resolves when a delta of at least this version is on the topic. */
  delta(version: number): Promise<void> {
    return this.#until(topics.graphDeltas, (done) => ({
      onRecord: ({ value }) => {
        if (value !== null && value.graphVersion >= version) done();
      },
    }));
  }

  /** Resolves when the epoch's marker is on every partition of the last topic written, so many times. */
  published(epoch: number, times = 1): Promise<void> {
    const missing = Array.from({ length: topics.graphArtists.partitions }, () => times);
    return this.#until(topics.graphArtists, (done) => ({
      onRecord: () => {},
      onMarker: (marker, partition) => {
        if (marker.epoch === epoch) missing[partition]! -= 1;
        if (missing.every((left) => left <= 0)) done();
      },
    }));
  }

  /** Reads a topic from its beginning until a handler calls `done`. */
  async #until<Value>(
    topic: Topic<Value>,
    handlers: (done: () => void) => Pick<FollowOptions<Value>, "onRecord" | "onMarker">,
  ): Promise<void> {
    const { log, codec } = this.stream;
    this.#groups += 1;
    let done: () => void = () => {};
    const seen = new Promise<void>((resolve) => (done = resolve));
    const group = `test-${this.#groups}`;
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
