import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import {
  type LinkEvaluation,
  type Protocol,
  evaluateLinks,
  htmlReport,
  readEdgeLists,
} from "@interlude/core-links";
import { CommandError } from "../../command-error.js";

/** What to evaluate, and where to write the page. */
export interface EvaluationRequest {
  readonly edges?: string;
  readonly dated?: string;
  /** `temporal` if left out with dated edges, else `random`. */
  readonly protocol?: Protocol;
  readonly splits: number;
  readonly seed: number;
  readonly html?: string;
}

/**
 * Evaluates link prediction on edge lists in files.
 * @returns with the lines that gave no edge
 * @throws CommandError `USAGE` without a file or with a protocol that needs times, `SOURCE_MISSING` for a file that cannot be read
 */
export async function evaluateFiles(
  request: EvaluationRequest,
): Promise<{ evaluation: LinkEvaluation; badLines: ReturnType<typeof readEdgeLists>["badLines"] }> {
  const { edges, dated, splits, seed, html } = request;
  const protocol = request.protocol ?? (dated === undefined ? "random" : "temporal");
  const names = [edges, dated].filter((name) => name !== undefined);
  if (names.length === 0)
    throw new CommandError("USAGE", "Name a file: --edges <file>, --dated <file> or both");
  if (protocol !== "random" && dated === undefined) {
    throw new CommandError(
      "USAGE",
      `The protocol ${protocol} needs times: name a file of dated edges with --dated`,
    );
  }
  const files = await Promise.all(
    names.map(async (name) => ({ name, text: await read(name), dated: name === dated })),
  );
  const list = readEdgeLists(files);
  if (dated !== undefined && protocol !== "random" && list.edges.every(({ time }) => time === null)) {
    const [first] = list.badLines;
    throw new CommandError(
      "INVALID",
      `${dated} has no dated edge${first === undefined ? "" : `; ${first.file}, line ${first.line}: ${first.reason}`}`,
    );
  }
  const evaluation = evaluateLinks(list, { protocol, splits, seed });
  if (html !== undefined) await writeFile(html, htmlReport(evaluation, basename(names[0]!)));
  return { evaluation, badLines: list.badLines };
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new CommandError("SOURCE_MISSING", `${file} cannot be read: ${(error as Error).message}`);
  }
}
