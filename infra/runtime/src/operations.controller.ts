import { Controller, Get, Header, Inject, ServiceUnavailableException } from "@nestjs/common";
import type { ServiceStatus } from "./telemetry/service-status.js";

/** What the endpoints below ask the process. */
export interface Operations {
  /** Why the process should be started anew; null while it makes progress. */
  readonly livenessProblem: string | null;
  /** Why it should get no requests; null while it is ready. */
  readonly readinessProblem: string | null;
  /** Why its start is not over; null once it is. */
  readonly startupProblem: string | null;
  status(): Promise<ServiceStatus>;
  /** In the exposition format of Prometheus. */
  exposition(): Promise<string>;
}

export const OPERATIONS = Symbol("operations");

/** What an operator's tools ask of every service. */
@Controller()
export class OperationsController {
  constructor(@Inject(OPERATIONS) private readonly operations: Operations) {}

  @Get("health/startup")
  startup(): { status: string } {
    return response(this.operations.startupProblem);
  }

  @Get("health/live")
  live(): { status: string } {
    return response(this.operations.livenessProblem);
  }

  @Get("health/ready")
  ready(): { status: string } {
    return response(this.operations.readinessProblem);
  }

  @Get("metrics")
  @Header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
  exposition(): Promise<string> {
    return this.operations.exposition();
  }

  @Get("status")
  status(): Promise<ServiceStatus> {
    return this.operations.status();
  }
}

function response(reason: string | null): { status: string } {
  if (reason !== null) throw new ServiceUnavailableException({ status: "unavailable", reason });
  return { status: "ok" };
}
