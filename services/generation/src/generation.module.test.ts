import { LOGGER, StatusBoard } from "@interlude/infra-service";
import { StageMetrics, createLogger } from "@interlude/infra-telemetry";
import { Global, Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { describe, expect, it } from "vitest";
import { GenerationController } from "./generation.controller.js";
import { GenerationModule } from "./generation.module.js";

const GIVEN = [
  { provide: LOGGER, useValue: createLogger({ service: "generation", level: "fatal" }) },
  { provide: StageMetrics, useValue: new StageMetrics("generation") },
  { provide: StatusBoard, useValue: new StatusBoard() },
];

/** What the service shell provides globally. */
@Global()
@Module({ providers: GIVEN, exports: GIVEN })
class Shell {}

@Module({ imports: [Shell, GenerationModule] })
class Service {}

describe("GenerationModule", () => {
  it("is wired: every constructor gets what it asks for", async () => {
    const context = await NestFactory.createApplicationContext(Service, {
      logger: false,
      abortOnError: false,
    });
    expect(context.get(GenerationController, { strict: false })).toBeInstanceOf(GenerationController);
    await context.close();
  });
});
