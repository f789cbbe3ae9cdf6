import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { OpenPgpSignatures } from "./openpgp-signatures.js";
import { temporaryFolder } from "./testing/archives.js";
import { testKey } from "./testing/signed-files.js";

const root = temporaryFolder();
const key = await testKey();

async function having(publicKeys: string): Promise<{ signatures: OpenPgpSignatures; path: string }> {
  const folder = mkdtempSync(join(root, "signed-"));
  const keyring = join(folder, "keyring.asc");
  writeFileSync(keyring, publicKeys);
  const path = join(folder, "SHA256SUMS");
  writeFileSync(path, "0123 *mbdump.tar.bz2\n");
  return { signatures: await OpenPgpSignatures.load(keyring), path };
}

const rejection = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

describe("OpenPgpSignatures", () => {
  it("lets a file pass that a key of the keyring signed, whichever", async () => {
    const other = await testKey();
    const { signatures, path } = await having(`two keys:\n${other.publicKey}\nand\n${key.publicKey}`);
    await key.sign(path);
    await expect(signatures.verify(path)).resolves.toBeUndefined();
    await other.sign(path);
    await expect(signatures.verify(path)).resolves.toBeUndefined();
  });

  it("rejects a file without a signature, saying which is missing", async () => {
    const { signatures, path } = await having(key.publicKey);
    const missing = rejection("SIGNATURE_MISSING", /SHA256SUMS has no signature.*fetch SHA256SUMS\.asc/);
    await expect(signatures.verify(path)).rejects.toThrow(missing);
  });

  it("rejects a file that was changed after it was signed", async () => {
    const { signatures, path } = await having(key.publicKey);
    await key.sign(path);
    writeFileSync(path, "4567 *mbdump.tar.bz2\n");
    await expect(signatures.verify(path)).rejects.toThrow(
      rejection("SIGNATURE_INVALID", /SHA256SUMS.*key [0-9A-F]{16}/),
    );
  });

  it("rejects a key that is not in the keyring, naming it", async () => {
    const { signatures, path } = await having(key.publicKey);
    await (await testKey()).sign(path);
    await expect(signatures.verify(path)).rejects.toThrow(
      rejection("SIGNATURE_INVALID", /key [0-9A-F]{16}: Could not find/),
    );
  });

  it("rejects a key that has expired, even for what is dated before", async () => {
    const date = new Date("2020-01-01T00:00:00Z");
    const expired = await testKey({ date, validSeconds: 86_400 });
    const { signatures, path } = await having(expired.publicKey);
    await expired.sign(path, { date: new Date("2020-01-01T12:00:00Z") });
    await expect(signatures.verify(path)).rejects.toThrow(
      rejection("SIGNATURE_INVALID", /key [0-9A-F]{16}: .*expired/),
    );
  });

  it.each([
    "",
    "nonsense",
    "-----BEGIN PGP SIGNATURE-----\n\nwsBz\n-----END PGP SIGNATURE-----\n",
    "x".repeat(100_000),
  ])("rejects what is no signature (%#)", async (text) => {
    const { signatures, path } = await having(key.publicKey);
    writeFileSync(`${path}.asc`, text);
    await expect(signatures.verify(path)).rejects.toThrow(rejection("SIGNATURE_INVALID", /SHA256SUMS/));
  });

  it("does not start with a keyring that has no keys", async () => {
    await expect(having("no keys in here")).rejects.toThrow(
      rejection("KEYRING_UNUSABLE", /INGESTION_KEYRING.*gpg/),
    );
    const missing = OpenPgpSignatures.load(join(root, "missing.asc"));
    await expect(missing).rejects.toThrow(rejection("KEYRING_UNUSABLE", /missing\.asc.*ENOENT/));
  });
});
