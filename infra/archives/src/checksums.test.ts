import { createHash } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseChecksums, verifyArchives } from "./checksums.js";
import { OpenPgpSignatures } from "./openpgp-signatures.js";
import { temporaryFolder } from "./testing/archives.js";
import { testKey } from "./testing/signed-files.js";

const root = temporaryFolder();
const ARCHIVES = ["mbdump.tar.bz2", "mbdump-derived.tar.bz2"];
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const rejection = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

/** A folder with the archives, each holding its own name, and the checksums if there are to be any. */
function exported(sums?: string): string {
  const folder = mkdtempSync(join(root, "export-"));
  for (const name of ARCHIVES) writeFileSync(join(folder, name), name);
  if (sums !== undefined) writeFileSync(join(folder, "SHA256SUMS"), sums);
  return folder;
}
const lines = (contents: Readonly<Record<string, string>>) =>
  Object.entries(contents)
    .map(([name, content]) => `${sha256(content)} *${name}\n`)
    .join("");
const RIGHT = lines({
  ...Object.fromEntries(ARCHIVES.map((name) => [name, name])),
  "mbdump-edit.tar.bz2": "other",
});

describe("SHA256SUMS", () => {
  it("is read in either form, with any line ends", () => {
    const hash = sha256("x");
    expect(parseChecksums(`${hash} *a.tar.bz2\r\n${hash.toUpperCase()}  b.tar.bz2`)).toEqual(
      new Map([
        ["a.tar.bz2", hash],
        ["b.tar.bz2", hash],
      ]),
    );
  });

  it.each([
    ["line 2", `${sha256("x")} *a\n<html>\n`],
    ["line 1", "abc *a\n"],
    ["twice", `${sha256("x")} *a\n${sha256("y")} *a\n`],
  ])("is rejected if it is something else (%s)", (place, text) => {
    expect(() => parseChecksums(text)).toThrow(rejection("CHECKSUMS_MALFORMED", new RegExp(place)));
  });

  it("is held against the archives, with progress", async () => {
    const progress: [number, number][] = [];
    const options = {
      signatures: null,
      onProgress: (bytes: number, total: number) => void progress.push([bytes, total]),
    };
    expect(await verifyArchives(exported(RIGHT), ARCHIVES, options)).toBe(true);
    expect(progress).toEqual([
      [14, 36],
      [36, 36],
    ]);
  });

  it("may be missing", async () => {
    expect(await verifyArchives(exported(), ARCHIVES, { signatures: null })).toBe(false);
  });

  it("rejects an archive with other contents, saying which and what was expected", async () => {
    const sums = lines({ "mbdump.tar.bz2": "mbdump.tar.bz2", "mbdump-derived.tar.bz2": "another" });
    const mismatch = new RegExp(
      `derived.*${sha256("mbdump-derived.tar.bz2")}.*${sha256("another")}.*fetch it again`,
    );
    const verifying = verifyArchives(exported(sums), ARCHIVES, { signatures: null });
    await expect(verifying).rejects.toThrow(rejection("CHECKSUM_MISMATCH", mismatch));
  });

  it("rejects an archive that it does not name", async () => {
    const folder = exported(lines({ "mbdump.tar.bz2": "mbdump.tar.bz2" }));
    const verifying = verifyArchives(folder, ARCHIVES, { signatures: null });
    await expect(verifying).rejects.toThrow(rejection("CHECKSUM_MISSING", /does not name mbdump-derived/));
  });

  it("stops when it is told to", async () => {
    const signal = AbortSignal.abort(new Error("told to"));
    const verifying = verifyArchives(exported(RIGHT), ARCHIVES, { signatures: null, signal });
    await expect(verifying).rejects.toThrow("told to");
  });
});

describe("SHA256SUMS where signatures are checked", async () => {
  const key = await testKey();
  const keyring = join(root, "keyring.asc");
  writeFileSync(keyring, key.publicKey);
  const signatures = await OpenPgpSignatures.load(keyring);

  it("passes when it is signed and right", async () => {
    const folder = exported(RIGHT);
    await key.sign(join(folder, "SHA256SUMS"));
    expect(await verifyArchives(folder, ARCHIVES, { signatures })).toBe(true);
  });

  it("must be there and be signed", async () => {
    await expect(verifyArchives(exported(), ARCHIVES, { signatures })).rejects.toThrow(
      rejection("SIGNATURE_MISSING", /no SHA256SUMS/),
    );
    await expect(verifyArchives(exported(RIGHT), ARCHIVES, { signatures })).rejects.toThrow(
      rejection("SIGNATURE_MISSING", /SHA256SUMS\.asc/),
    );
  });

  it("does not save an archive whose checksum is wrong", async () => {
    const folder = exported(RIGHT);
    await key.sign(join(folder, "SHA256SUMS"));
    writeFileSync(join(folder, "mbdump.tar.bz2"), "changed");
    await expect(verifyArchives(folder, ARCHIVES, { signatures })).rejects.toThrow(
      rejection("CHECKSUM_MISMATCH", /mbdump\.tar\.bz2/),
    );
  });
});
