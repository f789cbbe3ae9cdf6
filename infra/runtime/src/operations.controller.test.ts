import { ServiceUnavailableException } from "@nestjs/common";
import { describe, expect, it } from "vitest";
import { type Operations, OperationsController } from "./operations.controller.js";

type Problems = Pick<Operations, "livenessProblem" | "readinessProblem" | "startupProblem">;

function controllerOf(problems: Problems): OperationsController {
  const notAsked = () => Promise.reject(new Error("not asked for"));
  return new OperationsController({ ...problems, status: notAsked, exposition: notAsked });
}

describe("the health of a service", () => {
  it("is 200 while it works", () => {
    const controller = controllerOf({ livenessProblem: null, readinessProblem: null, startupProblem: null });
    const checks = [controller.live(), controller.ready(), controller.startup()];
    expect(checks).toEqual([{ status: "ok" }, { status: "ok" }, { status: "ok" }]);
  });

  it("is 503 with the reason otherwise", () => {
    const controller = controllerOf({
      livenessProblem: "consumer has made no progress",
      readinessProblem: "is stopping",
      startupProblem: "is starting",
    });
    expect(() => controller.live()).toThrow(ServiceUnavailableException);
    const checks = [() => controller.live(), () => controller.ready(), () => controller.startup()];
    const reasons = checks.map((check) => {
      try {
        return check();
      } catch (error) {
        return (error as ServiceUnavailableException).getResponse();
      }
    });
    expect(reasons).toEqual([
      { status: "unavailable", reason: "consumer has made no progress" },
      { status: "unavailable", reason: "is stopping" },
      { status: "unavailable", reason: "is starting" },
    ]);
  });
});
