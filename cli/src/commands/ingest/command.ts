import { type Command, InvalidArgumentError } from "commander";
import { describeSetAside, requireTakenIn } from "../../deployment/describe-set-aside.js";
import {
  type CommonOptions,
  type OmissionOptions,
  onNamespace,
  stopSignal,
  withCommonOptions,
  withOmissionOptions,
} from "../options.js";
import { type IngestOptions, ingest } from "./ingest.js";

/** `ingest dump`, `ingest packets`. */
export function registerIngest(program: Command): void {
  const ingestCommand = program.command("ingest").description("publish files into a namespace, once");
  withOmissionOptions(withCommonOptions(ingestCommand.command("dump <dir|url>")))
    .description(
      "a full export with the features beside it, from a folder or (downloaded first) from an export's address; " +
        "over an existing catalogue if it is newer",
    )
    .action((source: string, options: CommonOptions & OmissionOptions) =>
      publish({ kind: "dump", source }, options),
    );
  withOmissionOptions(withCommonOptions(ingestCommand.command("packets <dir>")))
    .description("replication packets in sequence")
    .option(
      "--force <n[-m]>",
      "apply packets again that were applied, as when they were published again",
      packetRange,
    )
    .action((source: string, { force, ...options }: CommonOptions & OmissionOptions & { force?: string }) =>
      publish({ kind: "packets", source, ...(force !== undefined && { force }) }, options),
    );
}

function publish(
  what: Omit<IngestOptions, "stop" | "strict">,
  { strict, allowDeadLetters = false, ...options }: CommonOptions & OmissionOptions,
): Promise<void> {
  const stop = stopSignal();
  return onNamespace(options, async (namespace, output) => {
    const result = await ingest(namespace, { ...what, strict, stop });
    output.json({ namespace: namespace.name, ...result });
    output.line(`published up to epoch ${result.epoch}`);
    for (const line of describeSetAside(result)) output.line(line);
    if (!allowDeadLetters) requireTakenIn(result);
  });
}

function packetRange(text: string): string {
  if (!/^\d+(?:-\d+)?$/.test(text))
    throw new InvalidArgumentError("It must be a packet's number, or two as in 7-9.");
  return text;
}
