import { describe, expect, it } from "vitest";
import { createLogger } from "./logger.js";

/** What is written of a log entry. */
function written(fields: object, message = "failed"): string {
  let line = "";
  createLogger({ service: "graph", level: "info" }, { write: (text) => (line += text) }).info(
    fields,
    message,
  );
  return line;
}

const url = "postgres://graph:s3cret@db.example:5432/interlude?sslmode=require";

describe("the logger", () => {
  it("writes one object of JSON a line", () => {
    const line = written({ epoch: 3 }, "epoch complete");
    expect(line.endsWith("\n")).toBe(true);
    expect(JSON.parse(line)).toMatchObject({
      level: "info",
      service: "graph",
      epoch: 3,
      msg: "epoch complete",
    });
  });

  it("cuts user and password out of connection strings in an error, its stack and its causes", () => {
    const cause = Object.assign(new Error(`cannot reach ${url}`), { config: { connectionString: url } });
    const line = written({ err: new Error(`no connection: ${url}`, { cause }) });
    expect(line).not.toContain("s3cret");
    expect(line).toContain("postgres://[cut]@db.example:5432/interlude?sslmode=require");
    expect(() => JSON.parse(line)).not.toThrow();
  });

  it.each([
    [{ password: 's3"cret' }],
    [{ err: Object.assign(new Error("x"), { config: { ssl: { password: "s3cret" } } }) }],
    [{ databaseUrl: url }],
    [{ address: "https://metabrainz.org/api/packet-7?token=s3cret&x=1" }],
    [{ reason: "host=db user=graph password=s3cret connect_timeout=3" }],
    [{ reason: "https://user:p@s3cret@registry.example/subjects" }],
  ])("cuts secrets out of %j", (fields) => {
    const line = written(fields);
    expect(line).not.toMatch(/s3.{0,2}cret/);
    expect(() => JSON.parse(line)).not.toThrow();
  });

  it("leaves addresses without secrets as they are", () => {
    const fields = { address: "http://127.0.0.1:8080/a@b", mail: "someone@example.org" };
    expect(JSON.parse(written(fields))).toMatchObject(fields);
  });
});
