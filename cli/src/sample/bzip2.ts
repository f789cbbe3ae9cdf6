import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type FileHandle, open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/**
 * Packs a stream into a file with a bzip2 program.
 * @throws Error if the program cannot be started or fails, with what it wrote to standard error
 */
export async function packWithBzip2(program: string, bytes: Readable, file: string): Promise<void> {
  const target: FileHandle = await open(file, "w");
  try {
    const child = spawn(program, [], { stdio: ["pipe", target.fd, "pipe"] });
    const ended = endOf(child, program);
    // A program that dies early breaks the pipe: its own words say more than EPIPE.
    const [packed, exit] = await Promise.allSettled([pipeline(bytes, child.stdin!), ended]);
    if (exit.status === "rejected") throw exit.reason;
    if (packed.status === "rejected") throw packed.reason;
  } finally {
    await target.close();
  }
}

async function endOf(child: ChildProcess, program: string): Promise<void> {
  let complaint = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => (complaint += text));
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  if (code === 0) return;
  throw new Error(
    `${program} ended with ${code ?? signal}${complaint === "" ? "" : `: ${complaint.trim()}`}`,
  );
}
