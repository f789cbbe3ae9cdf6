import { isRetriable } from "@interlude/stage";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { PostgresError, asPostgresError } from "./errors.js";

function databaseError(code: string): Error {
  return Object.assign(new pg.DatabaseError("the server says no", 1, "error"), { code });
}

describe("errors of the driver", () => {
  it.each(["40001", "40P01", "55P03", "57P01", "57P02", "57P03", "53300", "08006"])(
    "with SQLSTATE %s can be retried",
    (code) => {
      const error = asPostgresError(databaseError(code));
      expect(error).toMatchObject({ name: "PostgresError", code, message: "the server says no" });
      expect(isRetriable(error)).toBe(true);
    },
  );

  it.each(["23505", "42P01", "57014", "22P02"])("with SQLSTATE %s cannot", (code) => {
    const error = asPostgresError(databaseError(code));
    expect(error).toMatchObject({ name: "PostgresError", code });
    expect(isRetriable(error)).toBe(false);
  });

  it.each(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT"])("can be retried after %s", (code) => {
    expect(asPostgresError(Object.assign(new Error("connect"), { code }))).toMatchObject({
      code,
      retriable: true,
    });
  });

  it("can be retried when the connection was lost without a code", () => {
    const lost = new Error("Connection terminated unexpectedly");
    expect(asPostgresError(lost)).toMatchObject({ code: "CONNECTION_LOST", retriable: true, cause: lost });
  });

  it("are wrapped once, and errors of others not at all", () => {
    const ours = new PostgresError("23505", "twice");
    const others = [ours, new RangeError("int8"), Object.assign(new Error("x"), { code: "ENOENT" }), "text"];
    for (const error of others) expect(asPostgresError(error)).toBe(error);
  });
});
