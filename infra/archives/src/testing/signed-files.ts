import { readFileSync, writeFileSync } from "node:fs";
import { createMessage, generateKey, sign } from "openpgp";

/** A key pair made for one test. */
export interface TestKey {
  /** Armoured public key. */
  readonly publicKey: string;
  /** Writes the detached signature of a file beside it. */
  sign(path: string, options?: { date?: Date }): Promise<void>;
  /** Detached, armoured. */
  signatureOf(bytes: Buffer, options?: { date?: Date }): Promise<string>;
}

/** @param validSeconds after which the key expires; 0 never */
export async function testKey({
  date,
  validSeconds = 0,
}: { date?: Date; validSeconds?: number } = {}): Promise<TestKey> {
  const { privateKey, publicKey } = await generateKey({
    userIDs: [{ name: "Export", email: "export@example.org" }],
    format: "object",
    keyExpirationTime: validSeconds,
    date,
  });
  const signatureOf: TestKey["signatureOf"] = async (bytes, options = {}) => {
    const message = await createMessage({ binary: bytes });
    return sign({ message, signingKeys: privateKey, detached: true, date: options.date ?? date });
  };
  return {
    publicKey: publicKey.armor(),
    signatureOf,
    sign: async (path, options) =>
      writeFileSync(`${path}.asc`, await signatureOf(readFileSync(path), options)),
  };
}
