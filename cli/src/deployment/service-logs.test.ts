import { describe, expect, it } from "vitest";
import { problemIn } from "./service-logs.js";

describe("a service's last problem", () => {
  it("is the code and the reason of an error", () => {
    const line = {
      level: "error",
      code: "PACKET_GAP",
      reason: "packet 2 is missing",
      msg: "ingestion is stopped",
    };
    expect(problemIn(JSON.stringify(line))).toBe("PACKET_GAP: packet 2 is missing");
  });

  it("is the error that was logged if there is no reason", () => {
    const line = {
      level: "fatal",
      err: { code: "ECONNREFUSED", message: "no response" },
      msg: "the service cannot go on",
    };
    expect(problemIn(JSON.stringify(line))).toBe("ECONNREFUSED: no response");
    expect(problemIn(JSON.stringify({ level: "fatal", msg: "gone" }))).toBe("gone");
  });

  it.each(["plain text", JSON.stringify({ level: "info", msg: "ready" })])("is not in %j", (line) => {
    expect(problemIn(line)).toBeNull();
  });
});
