import { type Command, Option } from "commander";
import { createOutput } from "../../output.js";
import { count } from "../options.js";
import { loadBench } from "./measuring.js";

interface GenerateBenchOptions {
  json?: boolean;
  rows: number;
  passes: number;
  batch: number;
  features: number;
  condition: number;
  hidden: number;
  covariance: "diagonal" | "full";
  backends: ("tensorflow" | "wasm" | "cpu")[];
  rounds: number;
  python?: string;
}

/** `bench generate`. */
export function registerGenerate(bench: Command, version: string): void {
  bench
    .command("generate")
    .exitOverride()
    .description(
      "how fast a network is trained on each backend, beside Keras, and how fast vectors are drawn",
    )
    .option("--rows <n>", "rows to learn from; slower backends get fewer", count, 20_480)
    .option("--passes <n>", "passes over them, of which the first is not timed; at least 2", count, 4)
    .option("--batch <n>", "rows a step", count, 512)
    .option("--features <n>", "scores a row", count, 35)
    .option("--condition <n>", "numbers of a condition", count, 60)
    .option("--hidden <n>", "width of the hidden layers", count, 256)
    .addOption(
      new Option("--covariance <kind>", "of the residual").choices(["diagonal", "full"]).default("full"),
    )
    .addOption(
      new Option("--backends <names...>", "backends of TensorFlow.js")
        .choices(["tensorflow", "wasm", "cpu"])
        .default(["tensorflow", "wasm", "cpu"]),
    )
    .option("--rounds <n>", "rounds of drawing, of which the best counts", count, 5)
    .option("--python <program>", "a Python with Keras; python3 of the PATH otherwise")
    .option("--json", "print results as JSON")
    .action(async ({ json, backends, rounds, python, passes, ...sizes }: GenerateBenchOptions) => {
      const { benchGenerate, generateLines } = await loadBench();
      const output = createOutput(json === true);
      const report = await benchGenerate({
        sizes: { ...sizes, passes: Math.max(2, passes), latent: 8 },
        backends,
        rounds,
        python: python ?? null,
        version,
        onStep: (line) => output.remark(line),
      });
      output.json(report);
      for (const line of generateLines(report)) output.line(line);
    });
}
