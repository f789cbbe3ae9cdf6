import { Database } from "@interlude/infra-postgres";
import { type Codec, type StageDefinition, StageMetrics } from "@interlude/stage";
import { type DynamicModule, Global, Module, type Type } from "@nestjs/common";
import type { Connections } from "./connect.js";
import { WorkProgress } from "./health/work-progress.js";
import type { ServiceSettings } from "./settings/service-settings.js";
import { StatusReporter } from "./status-reporter.js";
import type { Logger } from "./telemetry/logger.js";
import { CODEC, EVENT_LOG, LOGGER, QUERY_DATABASE, SETTINGS } from "./tokens.js";

/** What a service works with. */
export interface ServiceDependencies extends Pick<Connections, "database" | "queries" | "store" | "log"> {
  readonly definition: StageDefinition;
  readonly settings: ServiceSettings;
  readonly codec: Codec;
  readonly metrics: StageMetrics;
  readonly reporter: StatusReporter;
  readonly progress: WorkProgress;
  readonly logger: Logger;
}

/** Gives a service's own module what every service has. */
@Global()
@Module({})
export class ServiceModule {
  static register(module: Type | DynamicModule, dependencies: ServiceDependencies): DynamicModule {
    const providers = [
      { provide: Database, useValue: dependencies.database },
      { provide: QUERY_DATABASE, useValue: dependencies.queries },
      { provide: StageMetrics, useValue: dependencies.metrics },
      { provide: StatusReporter, useValue: dependencies.reporter },
      { provide: WorkProgress, useValue: dependencies.progress },
      { provide: LOGGER, useValue: dependencies.logger },
      { provide: SETTINGS, useValue: dependencies.settings },
      { provide: EVENT_LOG, useValue: dependencies.log },
      { provide: CODEC, useValue: dependencies.codec },
    ];
    return { module: ServiceModule, imports: [module], providers, exports: providers };
  }
}
