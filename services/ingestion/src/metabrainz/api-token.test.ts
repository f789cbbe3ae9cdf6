import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { temporaryFolder } from "@interlude/infra-archives/testing";
import { describe, expect, it } from "vitest";
import { ApiToken, findToken } from "./api-token.js";

const TEXT = "abcdefghijABCDEFGHIJ01234567890123456789";
const token = ApiToken.parse(`${TEXT}\n`)!;
const folder = temporaryFolder();

describe("ApiToken", () => {
  it.each(["", "short", `${TEXT}x`, `${TEXT.slice(1)}/`, `${TEXT.slice(0, 20)} ${TEXT.slice(21)}`])(
    "is not %j",
    (text) => expect(ApiToken.parse(text)).toBeNull(),
  );

  it("shows itself nowhere, whatever prints it", () => {
    const error = new Error(`${String(token)}`, { cause: token });
    const shown = [
      `${String(token)}`,
      JSON.stringify({ token }),
      inspect({ token }, { showHidden: true }),
      inspect(error),
    ];
    for (const text of shown) expect(text).not.toContain(TEXT);
    expect(JSON.stringify(token)).toBe('"[redacted]"');
    expect(Object.keys(token)).toEqual([]);
  });

  it("is taken out of a text in whatever case", () => {
    expect(token.redact(`a ${TEXT} b ${TEXT.toLowerCase()}`)).toBe("a [redacted] b [redacted]");
  });

  it("goes into a request's address and leaves the address itself alone", () => {
    const address = new URL("https://example.org/api/packet");
    expect(token.addTo(address).href).toBe(`https://example.org/api/packet?token=${TEXT}`);
    expect(address.search).toBe("");
  });
});

describe("finding the token", () => {
  it("reads the file each time", async () => {
    const file = join(folder, "token");
    expect(await findToken({ file })).toEqual({ token: null, reason: `${file} cannot be read (ENOENT)` });
    writeFileSync(file, "not yet");
    expect(await findToken({ file })).toMatchObject({
      token: null,
      reason: expect.stringMatching(/40 letters/),
    });
    writeFileSync(file, `${TEXT}\n`);
    expect((await findToken({ file })).token?.equals(token)).toBe(true);
  });

  it("takes the one that was given, or none", async () => {
    expect((await findToken(token)).token).toBe(token);
    expect(await findToken(null)).toMatchObject({ token: null });
  });
});
