import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { ServiceName } from "@interlude/contracts";
import type { ServiceStatus } from "@interlude/infra-runtime";
import { REPOSITORY } from "../deployment/home.js";

/** A service as a process of its own, that nothing starts again when it ends. */
export class ServiceUnderTest {
  readonly #child: ChildProcess;
  output = "";

  constructor(
    readonly name: ServiceName,
    environment: Readonly<Record<string, string>>,
  ) {
    this.#child = spawn(process.execPath, [join(REPOSITORY, `services/${name}/dist/main.js`)], {
      env: { PATH: process.env["PATH"], HTTP_PORT: "0", ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const pipe of [this.#child.stdout!, this.#child.stderr!]) {
      pipe.on("data", (text) => (this.output += String(text)));
    }
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Base of its HTTP endpoints; null before it listens. */
  get address(): string | null {
    return /"address":"(.*?)"/.exec(this.output)?.[1] ?? null;
  }

  /** The state of a check: 200, 503, or null while nothing listens. */
  async check(probe: "startup" | "live" | "ready"): Promise<number | null> {
    if (this.address === null) return null;
    const response = await fetch(`${this.address}/health/${probe}`);
    await response.body?.cancel();
    return response.status;
  }

  async status(): Promise<ServiceStatus> {
    return (await (await fetch(`${this.address}/status`)).json()) as ServiceStatus;
  }

  /** Exit code, null after a signal. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.isRunning) {
      this.#child.kill(signal);
      await once(this.#child, "exit");
    }
    return this.#child.exitCode;
  }
}
