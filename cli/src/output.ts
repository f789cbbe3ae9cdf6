import { printable, printableLine } from "@interlude/infra-local";
import { readerLeft } from "./reader.js";

/**
 * Where a command writes: results to standard output, everything else to standard error. What a terminal would obey, as in
 * names that the public gives, is shown instead. Once nothing reads the results any more, writing one ends the command.
 */
export interface Output {
  /** A result for people; left out if `--json` asks for one for machines. */
  line(text: string): void;
  /** The result as JSON, only with `--json`. */
  json(value: unknown): void;
  /** Progress and remarks. */
  remark(text: string): void;
}

export function createOutput(json: boolean): Output {
  return {
    line: (text) => {
      readerLeft.throwIfAborted();
      if (!json) process.stdout.write(`${printableLine(text)}\n`);
    },
    json: (value) => {
      readerLeft.throwIfAborted();
      if (json) process.stdout.write(`${printable(JSON.stringify(value))}\n`);
    },
    remark: (text) => process.stderr.write(`${printable(text)}\n`),
  };
}
