import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { StackAddresses } from "@interlude/infra-local";
import { connectionVariables } from "@interlude/infra-runtime/settings";
import { REPOSITORY } from "../deployment/home.js";

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as its users call it, on given servers and with a home of its own. */
export class CommandLine {
  readonly #environment: Readonly<Record<string, string | undefined>>;

  constructor(addresses: StackAddresses, home: string) {
    const { kafka, registry, databaseUrl } = addresses;
    this.#environment = {
      PATH: process.env["PATH"],
      ...connectionVariables({ namespace: "", kafka, registry, databaseUrl }),
      INTERLUDE_HOME: home,
    };
  }

  start(...words: readonly string[]): ChildProcessByStdio<null, Readable, Readable> {
    const program = join(REPOSITORY, "cli/bin/interlude.mjs");
    return spawn(process.execPath, [program, ...words], {
      env: this.#environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  async run(...words: readonly string[]): Promise<Ended> {
    const child = this.start(...words);
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (text) => (stdout += String(text)));
    child.stderr.on("data", (text) => (stderr += String(text)));
    const [code] = (await once(child, "close")) as [number | null];
    return { code, stdout, stderr };
  }
}
