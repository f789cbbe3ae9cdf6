// A service on in-memory servers, run as a process of its own: `node service-process.js <behaviour>`.
import { EPOCH_HEADER, MARKER_HEADER, MARKER_KEY, deadLetterTopics, topics } from "@interlude/contracts";
import type { Database, Transaction } from "@interlude/infra-postgres";
import { EventLogError, OnEpoch, OnRecords, type StageStore } from "@interlude/stage";
import { MemoryEventLog, MemoryStageStore, createMemoryCodec } from "@interlude/stage/testing";
import { Controller, Module } from "@nestjs/common";
import { runService } from "../run-service.js";

/** What it is started with. One that connects late does so when it is sent a message. */
export type Behaviour =
  | "serves"
  | "never connects"
  | "connects late"
  | "cannot connect"
  | "hangs at work"
  | "throws where nothing catches"
  | "loses its subscription";

const behaviour = process.argv[2] as Behaviour;
const input = topics.graphDeltas;
const codec = createMemoryCodec();

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

@Controller()
class SlowController {
  @OnRecords(input)
  async deltas(): Promise<void> {
    say("handling");
    await new Promise((done) => setTimeout(done, behaviour === "hangs at work" ? 60_000 : 500));
    say("handled");
  }

  @OnEpoch()
  epoch(): void {
    say("completed");
  }
}

@Module({ controllers: [SlowController] })
class SlowModule {}

class TestEventLog extends MemoryEventLog {
  override async subscribe(...options: Parameters<MemoryEventLog["subscribe"]>) {
    const subscription = await super.subscribe(...options);
    if (behaviour !== "loses its subscription") return subscription;
    const ended = new Promise<void>((_, reject) => {
      setTimeout(() => reject(new Error("the group was lost")), 100);
    });
    return Object.defineProperty(subscription, "ended", { value: ended });
  }
}

/** The input with one epoch in it. */
async function filledLog(): Promise<MemoryEventLog> {
  const log = new TestEventLog();
  await log.createTopics([input, deadLetterTopics.graph]);
  const epoch = { [EPOCH_HEADER]: "1" };
  const marker = codec.encodeMarker({ epoch: 1, sequence: 7, kind: "packet", producedBy: "graph", ts: 0 });
  await log.append([
    { topic: input.name, partition: 0, key: Buffer.from("pair"), value: null, headers: epoch },
    {
      topic: input.name,
      partition: 0,
      key: Buffer.from(MARKER_KEY),
      value: marker,
      headers: { ...epoch, [MARKER_HEADER]: "1" },
    },
  ]);
  return log;
}

/** A database that responds, and has nothing in it. */
const memoryDatabase = { query: async () => [], close: async () => {} } as unknown as Database;
const log = await filledLog();
let isAway = true;
process.once("message", () => (isAway = false));
await runService({
  definition: { service: "graph", inputs: [input], outputs: [] },
  settings: {},
  module: SlowModule,
  connect: () => ({
    database: memoryDatabase,
    queries: memoryDatabase,
    store: new MemoryStageStore({}) as unknown as StageStore<Transaction>,
    log,
    reachLog: async () => {},
    openCodec: async () => {
      say("connecting");
      if (behaviour === "throws where nothing catches") {
        setTimeout(() => {
          throw new Error("lost postgres://graph:secret@db.example/interlude");
        });
      }
      if (behaviour === "cannot connect") throw new Error("no registry");
      if (behaviour === "connects late" && isAway) {
        throw new EventLogError("LOG_UNREACHABLE", "the registry is away");
      }
      if (behaviour === "never connects") await new Promise(() => setInterval(() => {}, 1_000));
      return codec;
    },
  }),
});
