import { describe, expect, it } from "vitest";
import { CodecError } from "./codec/codec.js";
import { ERROR_CODES, InterludeError, codeOf, isRetriable } from "./errors.js";
import { EventLogError } from "./log/event-log.js";

class ServiceError extends InterludeError<"OURS"> {}

describe("errors", () => {
  it("have the name of their class, a code, a message and a cause", () => {
    const cause = new Error("below");
    const error = new CodecError("VALUE_INVALID", "a value does not fit", { cause });
    expect(error).toMatchObject({ name: "CodecError", code: "VALUE_INVALID", cause });
    expect(String(error)).toBe("CodecError: a value does not fit");
  });

  it("are retriable by their code, unless they say it themselves", () => {
    expect(isRetriable(new EventLogError("LOG_UNREACHABLE", ""))).toBe(true);
    expect(isRetriable(new EventLogError("OFFSET_LOST", ""))).toBe(false);
    expect(isRetriable(new ServiceError("OURS", ""))).toBe(false);
    expect(isRetriable(new ServiceError("OURS", "", { retriable: true }))).toBe(true);
    expect(isRetriable(Object.assign(new Error("not ours"), { retriable: true }))).toBe(false);
  });

  it("have codes that are listed once", () => {
    expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length);
  });

  it("of others have their code, or none", () => {
    expect(codeOf(Object.assign(new Error("gone"), { code: "ENOENT" }))).toBe("ENOENT");
    expect([codeOf(new Error("no code")), codeOf("thrown", "HANDLER_FAILED")]).toEqual([
      "UNEXPECTED",
      "HANDLER_FAILED",
    ]);
  });
});
