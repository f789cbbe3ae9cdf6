import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findFirstProgram } from "@interlude/infra-archives";
import { ProgramError, runProgram } from "../processes/program.js";
import { bytesOf, madeUpRows } from "./made-up-rows.js";
import type { GenerateSizes } from "./report.js";
import { measuredOptions } from "./training-speed.js";

/** The same network in Keras, on the same rows. */
export interface KerasSpeed {
  readonly version: string;
  readonly tensorflow: string;
  readonly parameters: number;
  /** Nats a row in the last pass. */
  readonly reconstruction: number;
  readonly kl: number;
  readonly samplesPerSecond: number;
  readonly samplesPerCpuSecond: number;
  readonly vectorsPerSecond: number;
  readonly vectorsPerCpuSecond: number;
}

/** @returns null if there is no Python with Keras, which `onNotice` is told */
export async function measureKeras(
  python: string | null,
  sizes: GenerateSizes,
  onNotice: (line: string) => void,
): Promise<KerasSpeed | null> {
  const program = python ?? findFirstProgram(["python3", "python"]);
  if (program === null) {
    onNotice("Keras left out: there is no Python here");
    return null;
  }
  const folder = await mkdtemp(join(tmpdir(), "interlude-bench-"));
  try {
    const file = join(folder, "rows.f32");
    await writeFile(file, bytesOf(madeUpRows(sizes)));
    const script = fileURLToPath(new URL("../../peers/keras_cvae.py", import.meta.url));
    const given = JSON.stringify({ ...measuredOptions(sizes, sizes.rows, sizes.passes), ...sizes, file });
    const { stdout } = await runProgram(program, [script, given]);
    return JSON.parse(stdout.trim().split("\n").at(-1)!) as KerasSpeed;
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    const reason = error.message.trim().split("\n").at(-1);
    onNotice(`Keras left out: ${program} could not run it: ${reason}`);
    return null;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
