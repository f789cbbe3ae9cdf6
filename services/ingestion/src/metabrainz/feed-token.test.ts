import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { packetFile as name } from "@interlude/core-musicbrainz";
import { packed, tarOf, temporaryFolder } from "@interlude/infra-archives/testing";
import { closedPort, cutBody } from "@interlude/infra-http/testing";
import fc from "fast-check";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { type Handler, TOKEN, body, packetServer, status } from "../testing/feed-server.js";
import { packetMembers } from "../testing/music-files.js";
import { ApiToken } from "./api-token.js";

const root = temporaryFolder();
const playing = packetServer(root);
const never = new AbortController().signal;
let packet: Buffer;

beforeAll(async () => {
  packet = packed("packet.tar.bz2", await tarOf(packetMembers(10, [])));
});

describe("the feed's token", () => {
  it.each([400, 403])("is not tried again once refused (%i), until its file changes", async (refusal) => {
    const file = join(mkdtempSync(join(root, "token-")), "token");
    writeFileSync(file, "A".repeat(40));
    const handlers = [status(refusal), body(packet)];
    const { fetch, requests } = await playing({ [name(10)]: handlers }, { token: { file } });
    const refused = { outcome: "blocked", code: "TOKEN_REFUSED", waitMs: 5_000 };
    expect(await fetch()).toMatchObject(refused);
    expect(await fetch()).toMatchObject(refused);
    expect(requests).toHaveLength(1);
    writeFileSync(file, TOKEN);
    expect(await fetch()).toMatchObject({ outcome: "fetched" });
    expect(requests[1]).toContain(TOKEN);
  });

  it("is waited for where it is to be and is not", async () => {
    const file = join(mkdtempSync(join(root, "token-")), "token");
    const { fetch, requests } = await playing({ [name(10)]: body(packet) }, { token: { file } });
    expect(await fetch()).toMatchObject({
      outcome: "blocked",
      code: "TOKEN_MISSING",
      reason: expect.stringMatching(/token cannot be read/),
    });
    expect(requests).toEqual([]);
    writeFileSync(file, TOKEN);
    expect(await fetch()).toMatchObject({ outcome: "fetched" });
  });

  it("is not needed by a mirror that wants none, and is asked for by one that does", async () => {
    const open = await playing({ [name(10)]: body(packet) }, { token: null });
    expect(await open.fetch()).toMatchObject({ outcome: "fetched" });
    expect(open.requests[0]).toBe(`/api/musicbrainz/${name(10)}`);
    const closed = await playing({ [name(10)]: status(400) }, { token: null });
    expect(await closed.fetch()).toMatchObject({ outcome: "blocked", code: "TOKEN_MISSING" });
  });

  it("is in no outcome, log or error of a run in which everything fails", async () => {
    const written: string[] = [];
    const streams = [process.stdout, process.stderr].map((stream) =>
      vi.spyOn(stream, "write").mockImplementation((text) => written.push(String(text)) > 0),
    );
    const hostile = `http://${TOKEN}.example/${TOKEN}?token=${TOKEN}`;
    const handlers: Handler[] = [
      ...[400, 403, 404, 418, 429, 500].map((code) =>
        status(code, { "retry-after": TOKEN, "x-token": TOKEN }),
      ),
      status(302, { location: hostile }),
      body(`<html>${TOKEN}</html>`),
      body(
        packed(
          "x.tar.bz2",
          await tarOf([[TOKEN, "x"]], [{ name: `${TOKEN}`, type: "symlink", linkname: TOKEN }]),
        ),
      ),
      (response) => cutBody(response, packet, 0.5),
      (response) => void response.destroy(),
    ];
    const shown: string[] = [];
    try {
      for (const handler of handlers) {
        const { fetch, feed } = await playing({
          [name(10)]: handler,
          "replication-info": body(`{"last_packet": "${TOKEN}"}`),
        });
        const outcome = await fetch();
        expect(outcome.outcome).not.toBe("fetched");
        shown.push(
          inspect(outcome, { depth: 9 }),
          JSON.stringify(outcome),
          inspect(feed, { depth: 9, showHidden: true }),
        );
      }
      const { feed } = await playing({}, { base: await closedPort() });
      shown.push(inspect(await feed.fetch(10, never), { depth: 9 }));
      const aborted = await feed.fetch(10, AbortSignal.abort()).catch((error: unknown) => error);
      shown.push(inspect(aborted, { depth: 9 }));
    } finally {
      for (const stream of streams) stream.mockRestore();
    }
    expect([...shown, ...written].join("\n").toLowerCase()).not.toContain(TOKEN.toLowerCase());
  });

  it("is redacted from whatever a server makes the reason say", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(ApiToken.parse(TOKEN)!.redact(`${before}${TOKEN}${after}`)).not.toContain(TOKEN);
      }),
    );
  });
});
