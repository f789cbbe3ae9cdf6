import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
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

  async run(...words: readonly string[]): Promise<Ended> {
    const program = join(REPOSITORY, "cli/bin/interlude.mjs");
    const child = spawn(process.execPath, [program, ...words], {
      env: this.#environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (text) => (stdout += String(text)));
    child.stderr.on("data", (text) => (stderr += String(text)));
    const [code] = (await once(child, "close")) as [number | null];
    return { code, stdout, stderr };
  }
}
