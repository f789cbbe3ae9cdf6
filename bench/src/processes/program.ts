import { type SpawnOptions, spawn } from "node:child_process";
import { tracked } from "./running-programs.js";

/** A program that failed, with what it said last. */
export class ProgramError extends Error {
  readonly code = "BENCH_PROGRAM_FAILED";
  override readonly name = "ProgramError";
}

interface ProgramRun {
  /** From start to end. */
  readonly seconds: number;
  readonly stdout: string;
}

/**
 * Runs a program to its end and takes the time. Standard output is kept as text unless `stdio` sends it elsewhere.
 * @throws ProgramError if it cannot be started or fails
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: Pick<SpawnOptions, "cwd" | "env" | "stdio"> = {},
): Promise<ProgramRun> {
  const began = performance.now();
  const child = tracked(spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options }));
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr = `${stderr}${text}`.slice(-2_000)));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const code = await ended.catch((cause: Error) => {
    throw new ProgramError(`${command} cannot be started: ${cause.message}`, { cause });
  });
  if (code !== 0)
    throw new ProgramError(`${command} ended with ${code}: ${stderr.trim() || stdout.slice(-2_000).trim()}`);
  return { seconds: (performance.now() - began) / 1000, stdout };
}
