import { StageMetrics } from "@interlude/stage";
import { ServiceUnavailableException } from "@nestjs/common";
import { describe, expect, it } from "vitest";
import { type Operations, OperationsController } from "./operations.controller.js";

function controllerOf(health: Pick<Operations, "live" | "ready">): OperationsController {
  const status = () => Promise.reject(new Error("not asked for"));
  return new OperationsController({ ...health, status }, new StageMetrics("test"));
}

describe("the health of a service", () => {
  it("is 200 while it works", () => {
    const controller = controllerOf({ live: () => true, ready: () => true });
    expect([controller.live(), controller.ready()]).toEqual([{ status: "ok" }, { status: "ok" }]);
  });

  it("is 503 with a reason otherwise", () => {
    const controller = controllerOf({ live: () => false, ready: () => false });
    expect(() => controller.live()).toThrow(ServiceUnavailableException);
    const reasons = [() => controller.live(), () => controller.ready()].map((check) => {
      try {
        return check();
      } catch (error) {
        return (error as ServiceUnavailableException).getResponse();
      }
    });
    expect(reasons).toEqual([
      { status: "unavailable", reason: "has not asked the log for records lately" },
      { status: "unavailable", reason: "is starting or stopping" },
    ]);
  });
});
