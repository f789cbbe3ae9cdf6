import { Command } from "commander";
import { registerBenchCommands } from "./program/bench-commands.js";
import { registerDataCommands } from "./program/data-commands.js";
import { registerSourceCommands } from "./program/source-commands.js";
import { registerSystemCommands } from "./program/system-commands.js";

/** The command line of Interlude. */
export function buildProgram(): Command {
  const program = new Command("interlude")
    .description(
      "Follows MusicBrainz edits, predicts collaborations that can be explained, generates track vectors.",
    )
    .version("0.1.0")
    .exitOverride()
    .showHelpAfterError()
    .configureHelp({ sortSubcommands: false });
  registerSystemCommands(program);
  registerSourceCommands(program);
  registerDataCommands(program);
  registerBenchCommands(program);
  return program;
}
