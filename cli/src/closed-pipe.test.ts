import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { buildProgram } from "./program.js";

const INTERLUDE = fileURLToPath(new URL("../bin/interlude.mjs", import.meta.url));
const COMMANDS = buildProgram().commands.flatMap((command) => [
  [command.name()],
  ...command.commands.map((sub) => [command.name(), sub.name()]),
]);

/** What a command whose reader leaves at once ends with, and says on standard error. */
async function withoutReader(words: readonly string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [INTERLUDE, ...words], { stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.destroy();
  let said = "";
  child.stderr.on("data", (text) => (said += String(text)));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, said };
}

describe("a command that nothing reads", () => {
  it.each([[[]], ...COMMANDS.map((words) => [words])])(
    "interlude %j --help ends without a word",
    async (words) => {
      const { code, said } = await withoutReader([...words, "--help"]);
      expect(said).toBe("");
      expect([0, 141]).toContain(code);
    },
  );
});
