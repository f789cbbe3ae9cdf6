import { Database } from "@interlude/infra-postgres";
import { StageMetrics } from "@interlude/stage";
import { type DynamicModule, Global, Module, type Type } from "@nestjs/common";
import { OPERATIONS, OperationsController } from "./operations.controller.js";
import type { ServiceEngine, ServiceParts } from "./service-engine.js";
import { StatusBoard } from "./status-board.js";
import { CODEC, EVENT_LOG, LOGGER, SETTINGS } from "./tokens.js";

/** Gives a service's own module what every service has. */
@Global()
@Module({})
export class ServiceModule {
  static register(module: Type | DynamicModule, parts: ServiceParts, engine: ServiceEngine): DynamicModule {
    const providers = [
      { provide: Database, useValue: parts.database },
      { provide: StageMetrics, useValue: parts.metrics },
      { provide: StatusBoard, useValue: parts.board },
      { provide: LOGGER, useValue: parts.logger },
      { provide: SETTINGS, useValue: parts.settings },
      { provide: EVENT_LOG, useValue: parts.log },
      { provide: CODEC, useValue: parts.codec },
      { provide: OPERATIONS, useValue: engine },
    ];
    return {
      module: ServiceModule,
      imports: [module],
      controllers: [OperationsController],
      providers,
      exports: providers,
    };
  }
}
