import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { readJsonObject } from "./json-body.js";

function request(body: Buffer | string, type: string | undefined = "application/json"): IncomingMessage {
  const stream = Readable.from([Buffer.from(body)]);
  return Object.assign(stream, { headers: { "content-type": type } }) as unknown as IncomingMessage;
}

describe("the JSON body of a request", () => {
  it("is an object", async () => {
    expect(await readJsonObject(request('{"a":"ü"}', "Application/JSON; charset=utf-8"), 100)).toEqual({
      a: "ü",
    });
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""])(
    "is not taken as %j, as another site's page could have it sent",
    async (type) => {
      await expect(readJsonObject(request("{}", type), 100)).rejects.toMatchObject({
        status: 415,
        code: "CONTENT_TYPE_UNSUPPORTED",
      });
    },
  );

  it.each(["", "[]", "null", '"text"', "{", Buffer.from([0x7b, 0xff, 0x7d])])("is not %j", async (body) => {
    await expect(readJsonObject(request(body), 100)).rejects.toMatchObject({
      status: 400,
      code: "BODY_INVALID",
    });
  });

  it("has no more bytes than are allowed", async () => {
    expect(await readJsonObject(request('{"a":"1"}'), 9)).toEqual({ a: "1" });
    await expect(readJsonObject(request('{"a":"12"}'), 9)).rejects.toMatchObject({
      status: 413,
      code: "BODY_TOO_LARGE",
    });
  });
});
