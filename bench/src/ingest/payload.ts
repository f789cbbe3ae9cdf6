import { writeFile } from "node:fs/promises";
import { dumpTables } from "../synthetic/dump-tables.js";
import { dumpLines } from "../synthetic/generated-dump.js";
import { PAYLOAD_DELIMITER } from "./producing.js";

/** Enough that no two records of a request are the same, few enough for the tool to hold. */
const PAYLOAD_BYTES = 24e6;

/** Writes rows of recording as records of about so many bytes each, for a producer to send. */
export async function writePayload(
  path: string,
  { recordBytes, seed }: { recordBytes: number; seed: number },
): Promise<void> {
  const recordings = dumpTables(1_000_000).find(({ table }) => table === "recording")!;
  const text: string[] = [];
  let bytes = 0;
  let boundary = recordBytes;
  for (const line of dumpLines(recordings, seed)) {
    text.push(line);
    bytes += Buffer.byteLength(line);
    if (bytes < boundary) continue;
    if (bytes >= PAYLOAD_BYTES) break;
    text.push(PAYLOAD_DELIMITER);
    boundary += recordBytes;
  }
  await writeFile(path, text.join(""));
}
