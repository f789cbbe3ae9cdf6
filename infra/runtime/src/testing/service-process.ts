// A service on in-memory servers, run as a process of its own: `node service-process.js <behaviour>`.
import { EPOCH_HEADER, MARKER_HEADER, MARKER_KEY, deadLetterTopics, topics } from "@interlude/contracts";
import { Database, type Transaction } from "@interlude/infra-postgres";
import { OnEpoch, OnRecords, type StageStore } from "@interlude/stage";
import { MemoryEventLog, MemoryStageStore, createMemoryCodec } from "@interlude/stage/testing";
import { Controller, Module } from "@nestjs/common";
import { runService } from "../run-service.js";

/** What {@link serviceProcess} is started with. */
export type Behaviour = "serves" | "never connects" | "cannot connect" | "loses its subscription";

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
    await new Promise((done) => setTimeout(done, 500));
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
  const marker = codec.encodeMarker({ epoch: 1, sequence: 7, kind: "packet", producedBy: "test", ts: 0 });
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

const log = await filledLog();
await runService({
  definition: { service: "graph", inputs: [input], outputs: [] },
  settings: {},
  module: SlowModule,
  connect: (_service, settings) => ({
    database: new Database({ url: settings.databaseUrl, application: "test" }),
    store: new MemoryStageStore({}) as unknown as StageStore<Transaction>,
    log,
    openCodec: async () => {
      say("connecting");
      if (behaviour === "cannot connect") throw new Error("no registry");
      if (behaviour === "never connects") await new Promise(() => setInterval(() => {}, 1_000));
      return codec;
    },
  }),
});
