import { Database } from "@interlude/infra-postgres";
import { StageMetrics } from "@interlude/stage";
import { type DynamicModule, Global, Module, type Type } from "@nestjs/common";
import { OPERATIONS, OperationsController } from "./operations.controller.js";
import type { ServiceEngine, ServiceDependencies } from "./service-engine.js";
import { StatusReporter } from "./status-reporter.js";
import { CODEC, EVENT_LOG, LOGGER, SETTINGS } from "./tokens.js";

/** Gives a service's own module what every service has. */
@Global()
@Module({})
export class ServiceModule {
  static register(
    module: Type | DynamicModule,
    dependencies: ServiceDependencies,
    engine: ServiceEngine,
  ): DynamicModule {
    const providers = [
      { provide: Database, useValue: dependencies.database },
      { provide: StageMetrics, useValue: dependencies.metrics },
      { provide: StatusReporter, useValue: dependencies.reporter },
      { provide: LOGGER, useValue: dependencies.logger },
      { provide: SETTINGS, useValue: dependencies.settings },
      { provide: EVENT_LOG, useValue: dependencies.log },
      { provide: CODEC, useValue: dependencies.codec },
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
