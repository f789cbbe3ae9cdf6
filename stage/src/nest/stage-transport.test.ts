import "reflect-metadata";
import { type Marker, topics } from "@interlude/contracts";
import { Controller, Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { Ctx, Payload } from "@nestjs/microservices";
import { describe, expect, it } from "vitest";
import type {
  BackgroundContext,
  BackgroundProgress,
  EpochContext,
  StageContext,
  StageHandlers,
  StreamRecord,
} from "../engine/stage-definition.js";
import { OnBackground, OnEpoch, OnRecords, OnRollback } from "./patterns.js";
import { type StageEngine, StageTransport } from "./stage-transport.js";

class HandlerError extends Error {
  readonly code = "OURS";
}

const seen: unknown[] = [];

@Controller()
class TestController {
  @OnRecords(topics.catalogArtists, topics.catalogTracks)
  async records(
    @Payload() records: StreamRecord<unknown>[],
    @Ctx() context: StageContext<string>,
  ): Promise<void> {
    seen.push([records.length, context.transaction]);
  }

  @OnEpoch()
  async epoch(@Payload() marker: Marker): Promise<void> {
    throw new HandlerError(`epoch ${marker.epoch}`);
  }

  @OnBackground()
  async background(@Ctx() { transaction }: BackgroundContext<string>): Promise<BackgroundProgress> {
    seen.push(["background", transaction]);
    return "more";
  }

  @OnRollback()
  rollback(): void {
    seen.push("rollback");
  }
}

@Module({ controllers: [TestController] })
class TestModule {}

@Module({})
class EmptyModule {}

async function listening(
  module: object = TestModule,
): Promise<{ handlers: StageHandlers<string>; close: () => Promise<void> }> {
  let handlers: StageHandlers<string> | null = null;
  const engine: StageEngine<string> = {
    start: async (given) => {
      handlers = given;
    },
    close: async () => {},
  };
  const app = await NestFactory.createMicroservice(module, {
    strategy: new StageTransport(engine),
    logger: false,
  });
  await app.listen();
  return { handlers: handlers!, close: () => app.close() };
}

const context = { transaction: "tx" } as EpochContext<string>;
const marker: Marker = { epoch: 3, sequence: 1, kind: "packet", producedBy: "test", ts: 0 };

describe("stage transport", () => {
  it("hands batches and transactions to controllers, and errors back as they were thrown", async () => {
    const { handlers, close } = await listening();
    await handlers.onRecords(topics.catalogArtists, [{}, {}] as StreamRecord<unknown>[], context);
    await handlers.onRecords(topics.catalogTracks, [{}] as StreamRecord<unknown>[], context);
    await handlers.onRollback!();
    expect(seen).toEqual([[2, "tx"], [1, "tx"], "rollback"]);
    await expect(handlers.onEpoch(marker, context)).rejects.toMatchObject({
      code: "OURS",
      message: "epoch 3",
    });
    await close();
  });

  it("asks for work in the background where a controller has some", async () => {
    const { handlers, close } = await listening();
    seen.length = 0;
    expect(await handlers.onBackground!({ transaction: "tx" } as BackgroundContext<string>)).toBe("more");
    expect(seen).toEqual([["background", "tx"]]);
    await close();
    const other = await listening(EmptyModule);
    expect(other.handlers.onBackground).toBeUndefined();
    await other.close();
  });

  it("says which handler is missing", async () => {
    const { handlers, close } = await listening();
    await expect(handlers.onRecords(topics.graphDirty, [], context)).rejects.toThrow(/graph.dirty/);
    await close();
  });
});
