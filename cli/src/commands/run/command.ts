import { type Command, Option } from "commander";
import { describeSetAside, requireTakenIn } from "../../deployment/describe-set-aside.js";
import {
  type CommonOptions,
  type OmissionOptions,
  onNamespace,
  withCommonOptions,
  withOmissionOptions,
} from "../options.js";
import { runOnce } from "./run-once.js";

interface RunOptions extends CommonOptions, OmissionOptions {
  source: string;
  resume?: boolean;
}

export function registerRun(program: Command): void {
  withOmissionOptions(withCommonOptions(program.command("run")))
    .description("stream a folder through everything in a fresh namespace, then stop")
    .requiredOption("--source <dir>", "folder with a dump, packets, AcousticBrainz archives, popularity CSVs")
    .addOption(
      new Option("--once", "stop when the last marker has come out of every stage").makeOptionMandatory(),
    )
    .option("--resume", "go on in the namespace as it is, instead of emptying it first")
    .action((options: RunOptions) =>
      onNamespace(
        options,
        async (namespace, output) => {
          const { source, resume = false, strict, allowDeadLetters = false } = options;
          const result = await runOnce(namespace, { source, resume, strict, output });
          output.json(result);
          output.line(
            `namespace ${result.namespace}: ${result.epochs} epochs to sequence ${result.sequence}, ${result.rows} rows ` +
              `in ${result.seconds.stream.toFixed(1)} s, ${result.rowsPerSecondToGraph} rows/s to the graph`,
          );
          output.line(
            Object.entries(result.totals)
              .map(([name, total]) => `${total} ${name}`)
              .join(", "),
          );
          for (const line of describeSetAside(result)) output.line(line);
          if (!allowDeadLetters) requireTakenIn(result);
        },
        "run",
      ),
    );
}
