import { Argument, type Command, Option } from "commander";
import { type CommonOptions, readingNamespace, withCommonOptions } from "../options.js";
import { type ExportName, exportsByName } from "./columns.js";
import { exportTopic } from "./export-topic.js";
import { FORMATS, type Format } from "./formats.js";

export function registerExport(program: Command): void {
  withCommonOptions(program.command("export"))
    .description("write what subscribers would have now")
    .addArgument(new Argument("<what>").choices(Object.keys(exportsByName)))
    .addOption(new Option("--format <format>", "how").choices(FORMATS).default("tsv"))
    .requiredOption("--out <file>", "where; - is standard output")
    .action((name: ExportName, options: CommonOptions & { format: Format; out: string }) =>
      readingNamespace(options, async (namespace, output) => {
        const records = await exportTopic(namespace, { name, format: options.format, out: options.out });
        output.json({ name, out: options.out, records });
        if (options.out !== "-") output.line(`${records} ${name} in ${options.out}`);
      }),
    );
}
