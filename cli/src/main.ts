import { CommanderError } from "commander";
import { printable } from "@interlude/infra-local";
import { CommandError, EXIT } from "./command-error.js";
import { commandSettings } from "./settings/command-settings.js";
import { buildProgram } from "./program.js";
import { noticeReader, readerLeft } from "./reader.js";

noticeReader();
try {
  await buildProgram().parseAsync();
} catch (error) {
  if (!readerLeft.aborted) process.exitCode = exitCode(error);
}
// A write may fail after the command has ended.
process.on("exit", () => {
  if (readerLeft.aborted) process.exitCode = EXIT.readerLeft;
});

/** Says what went wrong, once, and how the process should end. */
function exitCode(error: unknown): number {
  // Commander has said itself what was wrong with the command line; help and version are no errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  const code = (error as { code?: unknown }).code;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(printable(`${typeof code === "string" ? `${code}: ` : ""}${message}\n`));
  if (process.env[commandSettings.logLevel.variable] === "debug" && error instanceof Error)
    process.stderr.write(printable(`${error.stack}\n`));
  if (!(error instanceof CommandError)) return EXIT.failed;
  return error.code === "USAGE" ? EXIT.usage : error.code === "SET_ASIDE" ? EXIT.setAside : EXIT.failed;
}
