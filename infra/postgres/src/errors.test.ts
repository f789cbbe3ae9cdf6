import { faultOf } from "@interlude/stage";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { PostgresError, asPostgresError } from "./errors.js";

function databaseError(code: string): Error {
  return Object.assign(new pg.DatabaseError("the server says no", 1, "error"), { code });
}

describe("errors of the driver", () => {
  it.each([
    ["22P02 text that is no number", "record"],
    ["23505 a key that is there already", "record"],
    ["54000 an index entry that is too long", "record"],
    ["08006 a broken connection", "transient"],
    ["25006 a standby that is not promoted yet", "transient"],
    ["25P03 a transaction that was idle for too long", "transient"],
    ["28P01 a password that is being changed", "transient"],
    ["3D000 a database that is being restored", "transient"],
    ["40001 a serialization failure", "transient"],
    ["40P01 a deadlock", "transient"],
    ["42501 a missing grant", "transient"],
    ["42703 a column that a migration will bring", "transient"],
    ["42P01 a table that a migration will bring", "transient"],
    ["53100 a full disk", "transient"],
    ["53200 no memory", "transient"],
    ["53300 too many connections", "transient"],
    ["55P03 a lock that was not to be had", "transient"],
    ["57014 a cancelled statement", "transient"],
    ["57P01 a server that shuts down", "transient"],
    ["58030 a failing disk", "transient"],
    ["0A000 a feature that is missing", "final"],
    ["25P02 a transaction that failed before", "final"],
    ["XX000 an internal error", "final"],
  ])("with SQLSTATE %s: %s", (state, fault) => {
    const code = state.slice(0, 5);
    const error = asPostgresError(databaseError(code));
    expect(error).toMatchObject({ name: "PostgresError", code, message: "the server says no" });
    expect(faultOf(error)).toBe(fault);
  });

  it.each(["ECONNREFUSED", "ECONNRESET", "EHOSTUNREACH", "ENOTFOUND", "EAI_AGAIN", "EPIPE", "ETIMEDOUT"])(
    "pass after %s",
    (code) => {
      const error = asPostgresError(Object.assign(new Error("connect"), { code }));
      expect(error).toMatchObject({ code });
      expect(faultOf(error)).toBe("transient");
    },
  );

  it.each([
    "Connection terminated unexpectedly",
    "Client has encountered a connection error and is not queryable",
    "timeout expired",
  ])("pass when the connection was lost without a code: %s", (message) => {
    const lost = new Error(message);
    const error = asPostgresError(lost);
    expect(error).toMatchObject({ code: "CONNECTION_LOST", cause: lost });
    expect(faultOf(error)).toBe("transient");
  });

  it("are wrapped once, and errors of others not at all", () => {
    const ours = new PostgresError("23505", "twice");
    const others = [ours, new RangeError("int8"), Object.assign(new Error("x"), { code: "ENOENT" }), "text"];
    for (const error of others) expect(asPostgresError(error)).toBe(error);
  });
});
