import { type FileHandle, open } from "node:fs/promises";
import { DUMP_SEQUENCE } from "./dump-tables.js";

const BLOCK = 512;
const MEMBER = "REPLICATION_SEQUENCE";

/**
 * Makes a generated dump one of a later sequence, in place: the same rows, exported again. The number must be as long
 * as the old one.
 */
export async function renumberDump(path: string, sequence: number): Promise<void> {
  const text = `${sequence}\n`;
  if (text.length !== `${DUMP_SEQUENCE}\n`.length) throw new Error(`${sequence} is too long or too short`);
  const file = await open(path, "r+");
  try {
    await file.write(text, await contentOf(file, MEMBER));
  } finally {
    await file.close();
  }
}

/** Where the content of a member begins. */
async function contentOf(file: FileHandle, member: string): Promise<number> {
  const header = Buffer.alloc(BLOCK);
  for (let at = 0; ;) {
    await file.read(header, 0, BLOCK, at);
    const name = header.toString("latin1", 0, 100).replace(/\0.*$/s, "");
    if (name === "") throw new Error(`the archive has no ${member}`);
    if (name === member) return at + BLOCK;
    const size = Number.parseInt(header.toString("latin1", 124, 136), 8);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}
