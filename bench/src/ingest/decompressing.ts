import { open } from "node:fs/promises";
import { runProgram } from "../processes/program.js";

/** Packs a file beside another name. @throws ProgramError */
export async function pack(bzip2: string, from: string, to: string): Promise<void> {
  const target = await open(to, "w");
  try {
    await runProgram(bzip2, ["-c", from], { stdio: ["ignore", target.fd, "pipe"] });
  } finally {
    await target.close();
  }
}

/** Seconds that `bzip2 -dc FILE | tar -xO >/dev/null` takes. @throws ProgramError */
export async function secondsToUnpack(bzip2: string, file: string): Promise<number> {
  const pipe = '"$1" -dc "$2" | tar -xOf - >/dev/null';
  return (await runProgram("sh", ["-c", pipe, "sh", bzip2, file])).seconds;
}
