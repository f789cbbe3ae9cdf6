import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const BIN = fileURLToPath(new URL("../bin/interlude.mjs", import.meta.url));
/** All end in the same way, before their work: a few, for each is a process of its own. */
const COMMANDS = [[], ["status"], ["candidates", "watch"]];

describe("a reader that leaves before it has read anything", () => {
  it.each(COMMANDS.map((args) => ({ args })))(
    "ends interlude $args --help quietly",
    async ({ args }) => {
      const child = spawn(process.execPath, [BIN, ...args, "--help"], { stdio: ["ignore", "pipe", "pipe"] });
      child.stdout.destroy();
      let said = "";
      child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
      const [code] = (await once(child, "close")) as [number];
      expect({ code, said }).toEqual({ code: 141, said: "" });
    },
    60_000,
  );
});
