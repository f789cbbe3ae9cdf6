import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { basename, join } from "node:path";
import { OpenPgpSignatures } from "@interlude/infra-archives";
import { temporaryFolder, testKey } from "@interlude/infra-archives/testing";
import { cutBody, loopbackServer } from "@interlude/infra-http/testing";
import { describe, expect, it } from "vitest";
import { type DownloadProgress, type DumpDownloadOptions, downloadDump } from "./dump-download.js";

const root = temporaryFolder();
const STAMP = "20260905-002519";
const MAIN = "mbdump.tar.bz2";
const DERIVED = "mbdump-derived.tar.bz2";
const CONTENTS: Readonly<Record<string, Buffer>> = {
  [MAIN]: randomBytes(300_000),
  [DERIVED]: randomBytes(50_000),
  "mbdump-edit.tar.bz2": randomBytes(10),
};
const sumsOf = (contents: Readonly<Record<string, Buffer>>) =>
  Object.entries(contents)
    .map(([name, bytes]) => `${createHash("sha256").update(bytes).digest("hex")} *${name}\n`)
    .join("");
const rejection = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

type Responder = (request: IncomingMessage, response: ServerResponse) => void;

/** Responds as web servers do to ranges. */
const file =
  (bytes: Buffer, share = 1): Responder =>
  ({ headers: { range } }, response) => {
    const from = range === undefined ? 0 : Number(/^bytes=(\d+)-$/.exec(range)![1]);
    if (from >= bytes.length) {
      response.writeHead(416, { "content-range": `bytes */${bytes.length}` }).end();
      return;
    }
    if (range !== undefined)
      response.setHeader("content-range", `bytes ${from}-${bytes.length - 1}/${bytes.length}`);
    const status = range === undefined ? 200 : 206;
    const rest = bytes.subarray(from);
    if (share < 1) cutBody(response, rest, share, status);
    else response.writeHead(status, { "content-length": rest.length }).end(rest);
  };
const text = (content: string): Responder => file(Buffer.from(content));
const status =
  (code: number): Responder =>
  (_, response) =>
    void response.writeHead(code).end();

/** A server with an export at `/fullexport/<stamp>/`; a list of responders is used up to the last. */
async function exportServer(more: Record<string, Responder | Responder[]> = {}) {
  const files: Record<string, Responder | Responder[]> = {
    "/fullexport/LATEST": text(`${STAMP}\n`),
    [`/fullexport/${STAMP}/SHA256SUMS`]: text(sumsOf(CONTENTS)),
    ...Object.fromEntries(
      Object.entries(CONTENTS).map(([name, bytes]) => [`/fullexport/${STAMP}/${name}`, file(bytes)]),
    ),
    ...more,
  };
  const ranges: string[] = [];
  const server = await loopbackServer((request, response) => {
    if (request.headers.range !== undefined) ranges.push(request.headers.range);
    const responder = files[request.url!] ?? status(404);
    (Array.isArray(responder) ? (responder.length > 1 ? responder.shift()! : responder[0]!) : responder)(
      request,
      response,
    );
  });
  const into = mkdtempSync(join(root, "dumps-"));
  const waits: number[] = [];
  const wait = async (milliseconds: number) => void waits.push(milliseconds);
  const signal = new AbortController().signal;
  const download = (options: Partial<DumpDownloadOptions> = {}) =>
    downloadDump({ url: `${server.url.href}fullexport`, into, signatures: null, signal, wait, ...options });
  return { server, into, waits, ranges, download };
}
const of = (name: string) => `/fullexport/${STAMP}/${name}`;

describe("downloading a dump", () => {
  it("takes the newest export's archives that are read, still packed, and says how far it is", async () => {
    const { download, into, server } = await exportServer();
    const progress: DownloadProgress[] = [];
    const folder = join(into, STAMP);
    const dump = await download({ onProgress: (now) => void progress.push(now) });
    expect(dump).toEqual({ folder, archives: [MAIN, DERIVED], isVerified: true });
    expect(readdirSync(folder).toSorted()).toEqual(["SHA256SUMS", DERIVED, MAIN]);
    for (const name of dump.archives) expect(readFileSync(join(folder, name))).toEqual(CONTENTS[name]);
    expect(progress.at(-1)).toEqual({ file: DERIVED, bytes: 50_000, totalBytes: 50_000 });
    expect(progress[0]).toMatchObject({ file: MAIN, totalBytes: 300_000 });
    expect(server.requests).toEqual(["/fullexport/LATEST", of("SHA256SUMS"), of(MAIN), of(DERIVED)]);
  });

  it("takes the export that is named, and fetches nothing that is there already", async () => {
    const { download, server } = await exportServer();
    const url = `${server.url.href}fullexport/${STAMP}/`;
    const first = await download({ url });
    expect(await download({ url })).toEqual(first);
    expect(server.requests).toEqual([of("SHA256SUMS"), of(MAIN), of(DERIVED), of("SHA256SUMS")]);
  });

  it("takes a sample, with or without checksums", async () => {
    const name = "mbdump-sample.tar.xz";
    const bytes = randomBytes(1000);
    const { download, server } = await exportServer({
      [`/sample/${STAMP}/${name}`]: file(bytes),
      [`/other/${STAMP}/${name}`]: file(bytes),
      [`/other/${STAMP}/SHA256SUMS`]: text(sumsOf({ [name]: bytes })),
    });
    const plain = await download({ url: `${server.url.href}sample/${STAMP}` });
    expect(plain).toMatchObject({ archives: [name], isVerified: false });
    expect(readFileSync(join(plain.folder, name))).toEqual(bytes);
    const summed = await download({ url: `${server.url.href}other/${STAMP}` });
    expect(summed).toMatchObject({ archives: [name], isVerified: true });
  });

  it("goes on where the connection was cut, as often as it takes", async () => {
    const whole = CONTENTS[MAIN]!;
    const { download, ranges, waits } = await exportServer({
      [of(MAIN)]: [file(whole, 0.5), status(503), file(whole, 0.5), file(whole)],
    });
    const { folder } = await download();
    expect(readFileSync(join(folder, MAIN))).toEqual(whole);
    expect(ranges.map((range) => Number(/\d+/.exec(range)![0]))).toEqual(
      ranges.map(() => expect.any(Number)),
    );
    expect(ranges.length).toBeGreaterThanOrEqual(2);
    expect(waits).toHaveLength(3);
  });

  it("goes on where a process was killed", async () => {
    const { download, into, ranges } = await exportServer();
    const folder = join(into, STAMP);
    const hash = createHash("sha256").update(CONTENTS[MAIN]!).digest("hex");
    await download();
    const whole = readFileSync(join(folder, MAIN));
    writeFileSync(join(folder, MAIN), "an older export's");
    writeFileSync(join(folder, `.${MAIN}.${hash.slice(0, 16)}.part`), whole.subarray(0, 100_000));
    await download();
    expect(ranges).toEqual(["bytes=100000-"]);
    expect(readFileSync(join(folder, MAIN))).toEqual(whole);
    expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("takes what was complete but for its name as it is", async () => {
    const { download, into, ranges } = await exportServer();
    const { folder } = await download();
    const hash = createHash("sha256").update(CONTENTS[MAIN]!).digest("hex");
    writeFileSync(join(folder, MAIN), "");
    writeFileSync(join(into, STAMP, `.${MAIN}.${hash.slice(0, 16)}.part`), CONTENTS[MAIN]!);
    await download();
    expect(ranges).toEqual(["bytes=300000-"]);
    expect(readFileSync(join(folder, MAIN))).toEqual(CONTENTS[MAIN]);
  });

  it.each([
    ["is damaged", Buffer.alloc(100_000)],
    ["is longer than the whole", Buffer.alloc(400_000)],
  ])("begins anew when what was there %s", async (_, left) => {
    const { download } = await exportServer();
    const { folder } = await download();
    const hash = createHash("sha256").update(CONTENTS[MAIN]!).digest("hex");
    writeFileSync(join(folder, MAIN), "");
    writeFileSync(join(folder, `.${MAIN}.${hash.slice(0, 16)}.part`), left);
    await download();
    expect(readFileSync(join(folder, MAIN))).toEqual(CONTENTS[MAIN]);
  });

  it("begins anew where the server knows no ranges", async () => {
    const whole = CONTENTS[MAIN]!;
    const plain: Responder = (_, response) => void response.end(whole);
    const { download } = await exportServer({ [of(MAIN)]: [file(whole, 0.5), plain] });
    const { folder } = await download();
    expect(readFileSync(join(folder, MAIN))).toEqual(whole);
  });

  it("rejects an archive that is not the one in SHA256SUMS, and keeps nothing of it", async () => {
    const { download, into } = await exportServer({ [of(MAIN)]: file(randomBytes(300_000)) });
    await expect(download()).rejects.toThrow(rejection("CHECKSUM_MISMATCH", /mbdump\.tar\.bz2.*not kept/));
    expect(readdirSync(join(into, STAMP))).toEqual(["SHA256SUMS"]);
  });

  it("gives up in the end, and keeps what came", async () => {
    const { download, into, waits } = await exportServer({ [of(DERIVED)]: status(500) });
    await expect(download()).rejects.toThrow(
      rejection("DOWNLOAD_FAILED", /derived.*127\.0\.0\.1.*500.*goes on/),
    );
    expect(waits).toHaveLength(7);
    expect(existsSync(join(into, STAMP, MAIN))).toBe(true);
  });

  it("does not ask again for what is not there", async () => {
    const { download, waits } = await exportServer({ [of(DERIVED)]: status(404) });
    await expect(download()).rejects.toThrow(rejection("DOWNLOAD_FAILED", /404/));
    expect(waits).toEqual([]);
  });

  it("stops when it is told to, and goes on from there", async () => {
    const stopping = new AbortController();
    const { download } = await exportServer();
    const onProgress = () => stopping.abort(new Error("told to"));
    await expect(download({ signal: stopping.signal, onProgress })).rejects.toThrow("told to");
    expect(await download()).toMatchObject({ isVerified: true });
  });
});

describe("a server that is not honest, or not the right one", () => {
  it("names no file: only ours are asked for and written", async () => {
    const evil = sumsOf({
      "../../x": Buffer.alloc(1),
      [MAIN]: CONTENTS[MAIN]!,
      "/etc/passwd": Buffer.alloc(1),
    });
    const { download, into, server } = await exportServer({ [of("SHA256SUMS")]: text(evil) });
    expect(await download()).toMatchObject({ archives: [MAIN] });
    expect(server.requests.map((path) => basename(path))).toEqual(["LATEST", "SHA256SUMS", MAIN]);
    expect(readdirSync(into)).toEqual([STAMP]);
  });

  it.each(["../../etc", "<html>", "", "x".repeat(10_000)])(
    "leads nowhere else by LATEST (%#)",
    async (latest) => {
      const { download, into } = await exportServer({ "/fullexport/LATEST": text(latest || " ") });
      await expect(download()).rejects.toThrow(/LATEST/);
      expect(readdirSync(into)).toEqual([]);
    },
  );

  it("is refused without checksums, or with those of something else", async () => {
    const { download } = await exportServer({
      [of("SHA256SUMS")]: [status(404), text(sumsOf({ a: Buffer.alloc(0) }))],
    });
    await expect(download()).rejects.toThrow(rejection("DUMP_NOT_FOUND", /no SHA256SUMS.*check the address/));
    await expect(download()).rejects.toThrow(rejection("DUMP_NOT_FOUND", /names neither mbdump\.tar\.bz2/));
  });

  it("is refused unsigned or badly signed where signatures are checked", async () => {
    const [key, other] = [await testKey(), await testKey()];
    const keyring = join(root, "keyring.asc");
    writeFileSync(keyring, key.publicKey);
    const signatures = await OpenPgpSignatures.load(keyring);
    const sums = Buffer.from(sumsOf(CONTENTS));
    const [good, bad] = [await key.signatureOf(sums), await other.signatureOf(sums)];
    const { download, into } = await exportServer({
      [of("SHA256SUMS.asc")]: [status(404), text(bad), text(good)],
    });
    await expect(download({ signatures })).rejects.toThrow(rejection("SIGNATURE_MISSING", /SHA256SUMS/));
    await expect(download({ signatures })).rejects.toThrow(rejection("SIGNATURE_INVALID", /SHA256SUMS/));
    expect(readdirSync(join(into, STAMP))).not.toContain(MAIN);
    expect(await download({ signatures })).toMatchObject({ isVerified: true });
  });

  it.each([
    ["file:///etc/", /no http or https/],
    ["not an address", /no http or https/],
    ["https://user:password@example.org/", /password/],
    ["http://example.org/fullexport/", /use https, or set INGESTION_KEYRING/],
  ])("is not asked at %s", async (url, message) => {
    const { download, into } = await exportServer();
    const refused = download({ url });
    await expect(refused).rejects.toThrow(rejection("DUMP_URL_REFUSED", message));
    await expect(refused).rejects.not.toThrow(/user:password/);
    expect(readdirSync(into)).toEqual([]);
  });
});
