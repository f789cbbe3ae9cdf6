import type { Health, ServiceStatus } from "./telemetry/service-status.js";
import { StageMetrics } from "@interlude/stage";
import { Controller, Get, Header, Inject, ServiceUnavailableException } from "@nestjs/common";

/** What the endpoints below ask the service's engine. */
export interface Operations extends Health {
  status(): Promise<ServiceStatus>;
}

export const OPERATIONS = Symbol("operations");

/** What an operator's tools ask of every service. */
@Controller()
export class OperationsController {
  constructor(
    @Inject(OPERATIONS) private readonly operations: Operations,
    private readonly metrics: StageMetrics,
  ) {}

  @Get("health/live")
  live(): { status: string } {
    return response(this.operations.live(), "has not asked the log for records lately");
  }

  @Get("health/ready")
  ready(): { status: string } {
    return response(this.operations.ready(), "is starting or stopping");
  }

  @Get("metrics")
  @Header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
  exposition(): Promise<string> {
    return this.metrics.registry.metrics();
  }

  @Get("status")
  status(): Promise<ServiceStatus> {
    return this.operations.status();
  }
}

function response(healthy: boolean, reason: string): { status: string } {
  if (!healthy) throw new ServiceUnavailableException({ status: "unavailable", reason });
  return { status: "ok" };
}
