import { describe, expect, it } from "vitest";
import { CodecError } from "./codec/codec.js";
import { ERROR_CODES, InterludeError, codeOf, faultOf, isKnownFinal } from "./errors.js";
import { EventLogError } from "./log/event-log.js";

class ServiceError extends InterludeError<"OURS"> {}

describe("errors", () => {
  it("have the name of their class, a code, a message and a cause", () => {
    const cause = new Error("below");
    const error = new CodecError("VALUE_INVALID", "a value does not fit", { cause });
    expect(error).toMatchObject({ name: "CodecError", code: "VALUE_INVALID", cause });
    expect(String(error)).toBe("CodecError: a value does not fit");
  });

  it("are a record's, transient or final by their code, unless they say it themselves", () => {
    expect(faultOf(new CodecError("VALUE_UNDECODABLE", ""))).toBe("record");
    expect(faultOf(new CodecError("SCHEMA_UNKNOWN", ""))).toBe("transient");
    expect(faultOf(new EventLogError("OFFSET_LOST", ""))).toBe("final");
    expect(faultOf(new ServiceError("OURS", "", { fault: "record" }))).toBe("record");
  });

  it("are not a record's if nothing says so, as defects of ours do not", () => {
    const unknown = [new ServiceError("OURS", ""), new TypeError("x is not a function"), "thrown", null];
    expect(unknown.map(faultOf)).toEqual(["final", "final", "final", "final"]);
  });

  it("are known to be final, so that they are not attempted again, only if something says so", () => {
    const known = [new EventLogError("OFFSET_LOST", ""), new ServiceError("OURS", "", { fault: "final" })];
    const others = [new EventLogError("LOG_UNREACHABLE", ""), new ServiceError("OURS", ""), new TypeError()];
    expect([...known, ...others].map(isKnownFinal)).toEqual([true, true, false, false, false]);
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
