import "reflect-metadata";
import type { Transaction } from "@interlude/infra-postgres";
import { LOGGER, StatusReporter, createLogger } from "@interlude/infra-runtime";
import {
  EPOCH_PATTERN,
  type EpochContext,
  type StageHandlers,
  StageTransport,
  StageMetrics,
} from "@interlude/stage";
import { Global, Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { definition } from "./definition.js";
import { GenerationModule } from "./generation.module.js";

const GIVEN = [
  { provide: LOGGER, useValue: createLogger({ service: "generation", level: "fatal" }) },
  { provide: StageMetrics, useValue: new StageMetrics("generation") },
  { provide: StatusReporter, useValue: new StatusReporter() },
];

/** What the service shell provides globally. */
@Global()
@Module({ providers: GIVEN, exports: GIVEN })
class Shell {}

@Module({ imports: [Shell, GenerationModule] })
class Service {}

/** A context whose store must not be touched. */
const EMPTY: EpochContext<Transaction> = {
  get transaction(): Transaction {
    return {
      query: (text: string) => Promise.reject(new Error(`an empty batch asked the store: ${text}`)),
    } as unknown as Transaction;
  },
  stateId: "",
  nextStateId: "",
  postponeWithdrawals: () => {},
  publish: () => Promise.reject(new Error("an empty batch published")),
  reject: () => {},
};

describe("GenerationModule", () => {
  let handlers: StageHandlers<Transaction>;
  const transport = new StageTransport<Transaction>({
    start: (given) => {
      handlers = given;
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  });
  const starting = NestFactory.createMicroservice(Service, {
    strategy: transport,
    logger: false,
    abortOnError: false,
  });

  beforeAll(async () => {
    await (await starting).listen();
  });
  afterAll(async () => {
    await (await starting).close();
  });

  it.each(definition.inputs.map((topic) => [topic.name, topic] as const))(
    "handles %s, and does nothing for an empty batch",
    async (_name, topic) => {
      await expect(handlers.onRecords(topic, [], EMPTY)).resolves.toBeUndefined();
    },
  );

  it("handles the end of an epoch", () => {
    expect(transport.getHandlers().has(EPOCH_PATTERN)).toBe(true);
  });
});
