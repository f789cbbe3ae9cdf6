import { Argument, type Command, Option } from "commander";
import { type CommonOptions, readingNamespace, withCommonOptions } from "../options.js";
import { FORMATS, type Format } from "./formats.js";
import { EXPORT_NAMES, type ExportName, writeExport } from "./write-export.js";

export function registerExport(program: Command): void {
  withCommonOptions(program.command("export"))
    .description("write what subscribers would have now, or every scored pair, known ones included")
    .addArgument(new Argument("<what>").choices(EXPORT_NAMES))
    .addOption(new Option("--format <format>", "how").choices(FORMATS).default("tsv"))
    .requiredOption("--out <file>", "where; - is standard output")
    .action(
      (name: ExportName, { format, out, ...options }: CommonOptions & { format: Format; out: string }) =>
        readingNamespace(options, async (namespace, output) => {
          const records = await writeExport(namespace, name, { format, out });
          output.json({ name, out, records });
          if (out !== "-") output.line(`${records} ${name} in ${out}`);
        }),
    );
}
