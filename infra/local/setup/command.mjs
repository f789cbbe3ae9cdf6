import { spawn, spawnSync } from "node:child_process";

/** A step of the set-up that cannot be done. The message is for the person at the terminal. */
export class SetupError extends Error {
  constructor(message) {
    super(message);
    this.name = "SetupError";
  }
}

/**
 * Runs a command quietly. What it printed is shown only when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, failure: string,
 *   stalled?: { afterMs: number, unless: () => boolean } }} options
 *   failure: printed before the command's own lines, when it fails;
 *   stalled: end it early when nothing has come of it by then
 * @returns {Promise<string>} what it printed
 */
export function run(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: options.timeoutMs,
    });
    const { afterMs, unless } = options.stalled ?? {};
    const stall = afterMs && setTimeout(() => unless() || child.kill(), afterMs);
    let output = "";
    const collect = (chunk) => (output += chunk);
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", (error) => reject(new SetupError(`${options.failure}: ${error.message}`)));
    child.on("close", (code, signal) => {
      clearTimeout(stall);
      if (code === 0) return resolve(output);
      const end = signal === null ? `exit code ${code}` : `ended by ${signal}`;
      return reject(new SetupError(`${options.failure} (${command}: ${end})\n${excerpt(output)}`));
    });
  });
}

/** The reason is among the first lines for some programs, among the last for others. */
function excerpt(output) {
  const lines = output.trim().split("\n");
  return (lines.length <= 30 ? lines : [...lines.slice(0, 15), "...", ...lines.slice(-14)]).join("\n");
}

/**
 * What a command prints, or undefined if it is missing or fails.
 * @param {string} command
 * @param {string[]} args
 */
export function outputOf(command, args) {
  const result = spawnSync(command, args, { encoding: "utf8", timeout: 20_000 });
  return result.status === 0 ? result.stdout + result.stderr : undefined;
}
