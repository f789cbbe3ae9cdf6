import { Command } from "commander";
import { registerBench } from "./commands/bench/command.js";
import { registerCandidates } from "./commands/candidates/command.js";
import { registerDeadLetters } from "./commands/dead-letters/command.js";
import { registerDown } from "./commands/down/command.js";
import { registerEvaluate } from "./commands/evaluate/command.js";
import { registerExport } from "./commands/export/command.js";
import { registerIngest } from "./commands/ingest/command.js";
import { registerPrepare } from "./commands/prepare/command.js";
import { registerRebuild } from "./commands/rebuild/command.js";
import { registerReset } from "./commands/reset/command.js";
import { registerRun } from "./commands/run/command.js";
import { registerSample } from "./commands/sample/command.js";
import { registerStatus } from "./commands/status/command.js";
import { registerTopics } from "./commands/topics/command.js";
import { registerUp } from "./commands/up/command.js";
import { registerValidate } from "./commands/validate/command.js";
import { registerVerify } from "./commands/verify/command.js";

/** In the order of the help. */
const COMMANDS = [
  registerUp,
  registerDown,
  registerStatus,
  registerPrepare,
  registerReset,
  registerRun,
  registerIngest,
  registerSample,
  registerExport,
  registerCandidates,
  registerVerify,
  registerValidate,
  registerDeadLetters,
  registerRebuild,
  registerTopics,
  registerEvaluate,
  registerBench,
];

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
  for (const register of COMMANDS) register(program);
  return program;
}
