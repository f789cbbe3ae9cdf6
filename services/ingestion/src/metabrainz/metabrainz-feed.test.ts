import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { packetFile as name } from "@interlude/core-musicbrainz";
import { OpenPgpSignatures } from "@interlude/infra-archives";
import { packed, tarOf, temporaryFolder, testKey } from "@interlude/infra-archives/testing";
import { closedPort, cutBody, loopbackServer } from "@interlude/infra-http/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { type Handler, TOKEN, body, info, packetServer, status } from "../testing/feed-server.js";
import { packetMembers } from "../testing/music-files.js";
import { SERVER_LIMITS } from "./metabrainz-server.js";

const root = temporaryFolder();
const playing = packetServer(root);
let packet: Buffer;

beforeAll(async () => {
  packet = packed("packet.tar.bz2", await tarOf(packetMembers(10, [])));
});

/** The source folder holds no packet nor part of one. */
const nothingIn = (folder: string) => expect(readdirSync(folder)).toEqual([]);

describe("fetching a packet", () => {
  it("puts it into the source folder, whole, and says how far the server is", async () => {
    const { fetch, folder, requests } = await playing({
      [name(10)]: body(packet),
      "replication-info": info(12),
    });
    expect(await fetch()).toEqual({ outcome: "fetched", newest: 12 });
    expect(readdirSync(folder)).toEqual([name(10)]);
    expect(readFileSync(join(folder, name(10)))).toEqual(packet);
    expect(requests[0]).toBe(`/api/musicbrainz/${name(10)}?token=${TOKEN}`);
  });

  it("is caught up at 404, after looking ahead, and waits longer each time", async () => {
    const { fetch, folder, requests } = await playing({ "replication-info": info(9) });
    expect(await fetch()).toEqual({ outcome: "caught-up", newest: 9, waitMs: 15_000 });
    expect(await fetch()).toEqual({ outcome: "caught-up", newest: 9, waitMs: 30_000 });
    expect(requests.slice(0, 5).map((path) => path.replace(/^.*\/|\?.*$/g, ""))).toEqual([
      name(10),
      "replication-info",
      name(11),
      name(12),
      name(13),
    ]);
    nothingIn(folder);
  });

  it("is lost when a later one is there, goes on being asked for, and is taken once it is back", async () => {
    const { fetch, folder } = await playing({
      [name(10)]: [status(404), status(404), status(404), status(404), body(packet)],
      [name(12)]: body(packet),
      "replication-info": info(null),
    });
    const lost = { outcome: "blocked", code: "PACKET_LOST", newest: 12 };
    expect(await fetch()).toMatchObject({
      ...lost,
      reason: expect.stringContaining("not 10"),
      waitMs: 15_000,
    });
    expect(await fetch()).toMatchObject({ ...lost, waitMs: 30_000 });
    nothingIn(folder);
    expect(await fetch()).toEqual({ outcome: "fetched", newest: 12 });
    expect(readdirSync(folder)).toEqual([name(10)]);
  });

  it("gets over a server's transient errors", async () => {
    const handlers = [status(500), status(502), body(packet)];
    const { fetch } = await playing({ [name(10)]: handlers });
    expect(await fetch()).toMatchObject({ outcome: "failed", code: "FEED_SERVER_ERROR", waitMs: 2_500 });
    expect(await fetch()).toMatchObject({ outcome: "failed", code: "FEED_SERVER_ERROR", waitMs: 5_000 });
    expect(await fetch()).toMatchObject({ outcome: "fetched" });
  });

  it("waits as long as a server asks that is asked too often", async () => {
    const { fetch, requests } = await playing({ [name(10)]: status(429, { "retry-after": "120" }) });
    expect(await fetch()).toMatchObject({ outcome: "failed", code: "FEED_THROTTLED", waitMs: 120_000 });
    expect(requests).toHaveLength(1);
  });

  it.each<[string, string, () => Handler]>([
    ["cut off", "PACKET_TRUNCATED", () => (response) => cutBody(response, packet, 0.5)],
    ["empty", "PACKET_TRUNCATED", () => body("")],
    ["cut off without a length", "PACKET_DAMAGED", () => body(packet.subarray(0, packet.length - 20))],
    ["something else", "PACKET_DAMAGED", () => body("<html>Welcome</html>")],
    [
      "too large by what it says",
      "PACKET_TOO_LARGE",
      () => (r) => void r.writeHead(200, { "content-length": 1e6 }).flushHeaders(),
    ],
    ["too large", "PACKET_TOO_LARGE", () => (r) => void r.writeHead(200).write(Buffer.alloc(200_000))],
    [
      "silent in the middle",
      "PACKET_TRUNCATED",
      () => (r) => void r.writeHead(200).write(packet.subarray(0, 9)),
    ],
    ["without a response", "FEED_UNREACHABLE", () => () => undefined],
  ])("keeps nothing of a packet that is %s, and takes it when it is right", async (_, code, handler) => {
    const limits = { ...SERVER_LIMITS, packetBytes: 100_000, responseMs: 200, idleMs: 200 };
    const { fetch, folder } = await playing({ [name(10)]: [handler(), body(packet)] }, { limits });
    expect(await fetch()).toMatchObject({ outcome: "failed", code, newest: null });
    nothingIn(folder);
    expect(await fetch()).toMatchObject({ outcome: "fetched" });
  });

  it("takes no longer over a packet than it may, however it drips", async () => {
    const limits = { ...SERVER_LIMITS, packetMs: 0 };
    const { fetch, folder } = await playing({ [name(10)]: body(packet) }, { limits });
    expect(await fetch()).toMatchObject({
      code: "PACKET_TRUNCATED",
      reason: expect.stringMatching(/longer than 0 ms/),
    });
    nothingIn(folder);
  });

  it("rejects a packet that unpacks to far more than any", async () => {
    const bomb = packed("bomb.tar.bz2", await tarOf([["mbdump/pending_data", Buffer.alloc(80 * 1024 ** 2)]]));
    const { fetch, folder } = await playing({ [name(10)]: body(bomb) });
    expect(await fetch()).toMatchObject({
      outcome: "failed",
      code: "PACKET_TOO_LARGE",
      reason: expect.stringMatching(/250 times/),
    });
    nothingIn(folder);
  });

  it("says so when the server is not there, or the folder is not", async () => {
    const away = await playing({}, { base: await closedPort() });
    expect(await away.fetch()).toMatchObject({
      code: "FEED_UNREACHABLE",
      reason: expect.stringMatching(/127\.0\.0\.1.*ECONNREFUSED/),
    });
    const { fetch, folder } = await playing({ [name(10)]: body(packet) });
    rmSync(folder, { recursive: true });
    expect(await fetch()).toMatchObject({
      outcome: "failed",
      code: "FOLDER_UNWRITABLE",
      reason: expect.stringMatching(/ENOENT/),
    });
  });

  it("clears away what was left when the process was killed", async () => {
    const { fetch, folder } = await playing({ [name(10)]: body(packet) });
    mkdirSync(join(folder, ".incoming"));
    writeFileSync(join(folder, ".incoming", name(9)), "part of a packet");
    expect(await fetch()).toMatchObject({ outcome: "fetched" });
    expect(readdirSync(folder)).toEqual([name(10)]);
  });

  it("stops when it is told to, in the middle of a packet", async () => {
    const stopping = new AbortController();
    const { feed, folder } = await playing({
      [name(10)]: (response) => {
        response.writeHead(200).write(packet.subarray(0, 9));
        stopping.abort(new Error("told to"));
      },
    });
    await expect(feed.fetch(10, stopping.signal)).rejects.toThrow("told to");
    nothingIn(folder);
  });
});

describe("redirects", () => {
  it("go on at the same server", async () => {
    const location = `/elsewhere/${name(99)}`;
    const { fetch, folder } = await playing({
      [name(10)]: status(302, { location }),
      [name(99)]: body(packet),
    });
    expect(await fetch()).toMatchObject({ outcome: "fetched" });
    expect(readdirSync(folder)).toEqual([name(10)]);
  });

  it("are not followed to another, which would be told the token", async () => {
    const other = await loopbackServer((_, response) => void response.end(packet));
    const location = `${other.url.href}${name(10)}?token=${TOKEN}`;
    const { fetch } = await playing({ [name(10)]: status(302, { location }) });
    const outcome = await fetch();
    expect(outcome).toMatchObject({
      outcome: "failed",
      code: "FEED_REDIRECTED",
      reason: expect.stringMatching(/INGESTION_PACKET_URL/),
    });
    expect(JSON.stringify(outcome)).toContain(other.url.host);
    expect(other.requests).toEqual([]);
  });

  it("are not followed for ever", async () => {
    const { fetch, requests } = await playing({ [name(10)]: status(302, { location: name(10) }) });
    expect(await fetch()).toMatchObject({ outcome: "failed", code: "FEED_REDIRECTED" });
    expect(requests.length).toBeLessThan(10);
  });

  it("lead to no file of this machine", async () => {
    const { fetch } = await playing({ [name(10)]: status(302, { location: "file:///etc/passwd" }) });
    expect(await fetch()).toMatchObject({ outcome: "failed", code: "FEED_UNEXPECTED_ANSWER" });
  });
});

describe("signatures", () => {
  it("must be there and good before a packet comes into the folder", async () => {
    const [key, other] = [await testKey(), await testKey()];
    const keyring = join(mkdtempSync(join(root, "keys-")), "keyring.asc");
    writeFileSync(keyring, key.publicKey);
    const signatures = await OpenPgpSignatures.load(keyring);
    const [good, bad] = [await key.signatureOf(packet), await other.signatureOf(packet)];
    const { fetch, folder, requests } = await playing(
      {
        [name(10)]: body(packet),
        [`${name(10)}.asc`]: [status(404), body(bad), body("nonsense"), status(500), body(good)],
      },
      { signatures },
    );
    expect(await fetch()).toMatchObject({ outcome: "blocked", code: "SIGNATURE_MISSING", waitMs: 15_000 });
    expect(await fetch()).toMatchObject({ outcome: "blocked", code: "SIGNATURE_INVALID" });
    expect(await fetch()).toMatchObject({ outcome: "blocked", code: "SIGNATURE_INVALID" });
    expect(await fetch()).toMatchObject({ outcome: "failed", code: "FEED_SERVER_ERROR" });
    nothingIn(folder);
    expect(await fetch()).toMatchObject({ outcome: "fetched" });
    expect(readdirSync(folder)).toEqual([name(10), `${name(10)}.asc`]);
    expect(requests[1]).toBe(`/api/musicbrainz/${name(10)}.asc?token=${TOKEN}`);
    expect(existsSync(join(folder, ".incoming"))).toBe(false);
  });
});
