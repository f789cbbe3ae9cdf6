/** Where a command writes: results to standard output, everything else to standard error. */
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
      if (!json) process.stdout.write(`${text}\n`);
    },
    json: (value) => {
      if (json) process.stdout.write(`${JSON.stringify(value)}\n`);
    },
    remark: (text) => process.stderr.write(`${text}\n`),
  };
}
