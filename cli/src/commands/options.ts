import { namespaceSetting, parseNamespace } from "@interlude/infra-runtime/settings";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Namespace } from "@interlude/infra-local";
import { openNamespace } from "../deployment/namespace.js";
import { withServers } from "../deployment/servers.js";
import { readUpFile } from "../deployment/up-file.js";
import { homeFolder } from "../deployment/home.js";
import { type Output, createOutput } from "../output.js";
import { patiently } from "../patience.js";
import { readerLeft } from "../reader.js";

export interface CommonOptions {
  readonly namespace?: string;
  readonly json?: boolean;
}

/** Adds `--namespace` and `--json`. */
export function withCommonOptions(command: Command): Command {
  return command
    .exitOverride()
    .addOption(
      new Option("--namespace <name>", "topic prefix and database to work on")
        .env(namespaceSetting.variable)
        .argParser(namespaceName),
    )
    .option("--json", "print results as JSON");
}

/** How a command that ingests treats what cannot be taken in as it is. */
export interface OmissionOptions {
  readonly strict?: boolean;
  readonly allowDeadLetters?: boolean;
}

/** Adds `--strict` and `--allow-dead-letters`, and says which exit codes there are. */
export function withOmissionOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--strict",
        "stop at the first row, value or file that cannot be taken in as it is",
      ).conflicts("allowDeadLetters"),
    )
    .option("--allow-dead-letters", "exit with 0 although something was set aside")
    .addHelpText(
      "after",
      "\nExit codes: 0 everything was taken in, 1 failed, 2 wrong usage, 3 done, but dead letters wait or files were left alone.",
    );
}

type NamespaceWork<Result> = (namespace: Namespace, output: Output) => Promise<Result>;

/** Runs a command's work on its namespace, with the servers there or started for it; waits until they respond. */
export function onNamespace<Result>(
  options: CommonOptions,
  work: NamespaceWork<Result>,
  otherwise?: string,
): Promise<Result> {
  const whenThere: NamespaceWork<Result> = async (namespace, output) => {
    await patiently(output.remark, () => namespace.respond());
    return work(namespace, output);
  };
  return withNamespace(options, whenThere, otherwise);
}

/** The same for work that only reads: repeated while it fails for a cause that may pass. It writes its results last. */
export function readingNamespace<Result>(
  options: CommonOptions,
  work: NamespaceWork<Result>,
): Promise<Result> {
  return withNamespace(options, (namespace, output) =>
    patiently(output.remark, () => work(namespace, output)),
  );
}

function withNamespace<Result>(
  options: CommonOptions,
  work: NamespaceWork<Result>,
  otherwise?: string,
): Promise<Result> {
  const output = createOutput(options.json === true);
  const name = options.namespace ?? otherwise ?? readUpFile(homeFolder())?.namespace ?? "";
  return withServers(output, (addresses) => work(openNamespace(name, addresses), output));
}

function namespaceName(text: string): string {
  try {
    return parseNamespace(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

/** A whole number of at least 1. */
export function count(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError("It must be a whole number from 1.");
  return value;
}

/** A whole number of at least 0. */
export function natural(text: string): number {
  return text === "0" ? 0 : count(text);
}

/** Aborted when the user presses Ctrl-C, the process is asked to end, or nothing reads what it writes any more. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => controller.abort());
  return AbortSignal.any([controller.signal, readerLeft]);
}
