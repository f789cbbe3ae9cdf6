import { open, readFile } from "node:fs/promises";
import { basename } from "node:path";
import { codeOf, reasonOf } from "@interlude/stage";
import {
  type Key,
  type Signature,
  type VerifyMessageResult,
  createMessage,
  readKeys,
  readSignature,
  verify,
} from "openpgp";
import { ArchiveError } from "./archive-error.js";

/** Checks that a file is signed by a trusted key. */
export interface SignatureCheck {
  /**
   * Checks the detached signature beside a file, `<path>.asc`.
   * @throws ArchiveError `SIGNATURE_MISSING`, `SIGNATURE_INVALID`
   */
  verify(path: string): Promise<void>;
}

/** End of the name of a file's detached signature. */
export const SIGNATURE_SUFFIX = ".asc";

/** A signature is some hundred bytes; more is something else. */
export const MAX_SIGNATURE_BYTES = 64 * 1024;

/** Packets are some megabytes at most, a dump's checksums a kilobyte. */
const MAX_SIGNED_BYTES = 256 * 1024 ** 2;

/** Detached OpenPGP signatures against the public keys that the operator trusts. */
export class OpenPgpSignatures implements SignatureCheck {
  private constructor(private readonly keys: readonly Key[]) {}

  /**
   * @param keyring path of armoured public keys, one block or several
   * @throws ArchiveError `KEYRING_UNUSABLE`
   */
  static async load(keyring: string): Promise<OpenPgpSignatures> {
    return new OpenPgpSignatures(await loadKeys(keyring));
  }

  /** One good signature by a key of the keyring is enough; a key that has expired or was revoked makes none. */
  async verify(path: string): Promise<void> {
    const file = basename(path);
    const signature = await this.#read(path);
    const binary = await readBounded(path, MAX_SIGNED_BYTES);
    const message = await createMessage({ binary });
    const { signatures } = await verify({
      message,
      signature,
      verificationKeys: [...this.keys],
      format: "binary",
    }).catch((error: unknown) => {
      throw invalid(file, reasonOf(error));
    });
    const faults: string[] = [];
    for (const made of signatures) {
      const fault = await this.#faultOf(made);
      if (fault === null) return;
      faults.push(`key ${made.keyID.toHex().toUpperCase()}: ${fault}`);
    }
    throw invalid(file, faults.join("; ") || "the signature file holds no signature");
  }

  /** What is wrong with one signature, or null. */
  async #faultOf({ keyID, verified }: VerifyMessageResult["signatures"][number]): Promise<string | null> {
    try {
      await verified;
      const key = this.keys.find((candidate) => candidate.getKeys(keyID).length > 0);
      // An expired key must not validate signatures that are dated back into its lifetime.
      await key!.getSigningKey(keyID, new Date());
      return null;
    } catch (error) {
      return reasonOf(error);
    }
  }

  async #read(path: string): Promise<Signature> {
    const armoredSignature = await readBounded(`${path}${SIGNATURE_SUFFIX}`, MAX_SIGNATURE_BYTES).catch(
      (error: unknown) => {
        if (codeOf(error) === "ENOENT") throw missing(basename(path));
        throw error;
      },
    );
    return readSignature({ armoredSignature: armoredSignature.toString("utf8") }).catch((error: unknown) => {
      throw invalid(basename(path), reasonOf(error));
    });
  }
}

async function loadKeys(keyring: string): Promise<Key[]> {
  try {
    const text = await readFile(keyring, "utf8");
    const blocks = text.match(
      /-----BEGIN PGP PUBLIC KEY BLOCK-----[\s\S]*?-----END PGP PUBLIC KEY BLOCK-----/g,
    );
    const keys = await Promise.all((blocks ?? []).map((armoredKeys) => readKeys({ armoredKeys })));
    if (keys.length === 0) throw new Error("it holds no armoured public key");
    return keys.flat();
  } catch (error) {
    throw new ArchiveError(
      "KEYRING_UNUSABLE",
      `${keyring}, the keyring that INGESTION_KEYRING names, cannot be used: ${reasonOf(error)}; ` +
        "export public keys into it with `gpg --armor --export`",
      { cause: error },
    );
  }
}

async function readBounded(path: string, maxBytes: number): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    if (size > maxBytes) throw invalid(basename(path), `it has ${size} bytes, at most ${maxBytes} are read`);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

function missing(file: string): ArchiveError {
  return new ArchiveError(
    "SIGNATURE_MISSING",
    `${file} has no signature beside it; fetch ${file}${SIGNATURE_SUFFIX}, or unset INGESTION_KEYRING to read ` +
      "what is not signed",
  );
}

function invalid(file: string, why: string): ArchiveError {
  return new ArchiveError(
    "SIGNATURE_INVALID",
    `the signature of ${file} is not good: ${why}; fetch both again, and see that the keyring has the signer's ` +
      "present key",
  );
}
