import { type ArgumentsHost, type ExceptionFilter, ForbiddenException } from "@nestjs/common";
import { createLogger } from "@interlude/infra-runtime";
import { describe, expect, it } from "vitest";
import { EventLogError } from "@interlude/stage";
import { ApiErrorFilter } from "./api-error.filter.js";
import { ApiError, NotFoundError } from "./api-error.js";

interface Sent {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  destroyed?: boolean;
}

function send(failure: unknown, headersSent = false): Sent {
  const sent: Sent = {};
  const response = {
    headersSent,
    writeHead: (status: number, headers: Record<string, string>) => Object.assign(sent, { status, headers }),
    end: (body: string) => Object.assign(sent, { body: JSON.parse(body) as unknown }),
    destroy: () => Object.assign(sent, { destroyed: true }),
  };
  const filter: ExceptionFilter = new ApiErrorFilter(createLogger({ service: "test", level: "silent" }));
  const host = { switchToHttp: () => ({ getResponse: () => response }) } as unknown as ArgumentsHost;
  filter.catch(failure, host);
  return sent;
}

describe("ApiErrorFilter", () => {
  it("sends code and message, and when to try again if that is known", () => {
    expect(send(new NotFoundError("gone"))).toEqual({
      status: 404,
      headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
      body: { code: "ADDRESS_UNKNOWN", message: "gone" },
    });
    expect(send(new ApiError(503, "FULL", "later", 1)).headers).toMatchObject({ "retry-after": "1" });
  });

  it("gives what the framework refuses a code", () => {
    expect(send(new ForbiddenException("no"))).toMatchObject({
      status: 403,
      body: { code: "REQUEST_REFUSED" },
    });
  });

  it("tells nothing of a failure that no code foresees", () => {
    const { status, body } = send(new Error("password=secret"));
    expect([status, JSON.stringify(body)]).toEqual([500, expect.not.stringContaining("secret")]);
    expect(body).toMatchObject({ code: "INTERNAL_ERROR" });
  });

  it("says that the request can be repeated when the database is busy", () => {
    const { status, headers, body } = send(new EventLogError("LOG_UNREACHABLE", "host=10.1.2.3 is away"));
    expect([status, headers]).toEqual([503, expect.objectContaining({ "retry-after": "5" })]);
    expect(body).toMatchObject({ code: "SERVICE_BUSY" });
    expect(JSON.stringify(body)).not.toContain("10.1.2.3");
  });

  it("cuts a response that has begun", () => {
    expect(send(new Error("late"), true)).toEqual({ destroyed: true });
  });
});
