import type { Pair } from "../windows/undirected-graph.js";
import type { TimedEdge } from "../windows/window.js";

/** A line that was not taken, and why. */
export interface BadLine {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

/** Files to read; a dated one has a time as its third column. */
export interface EdgeListFile {
  readonly name: string;
  readonly text: string;
  readonly dated: boolean;
}

/** A graph read from edge lists. */
export interface EdgeList {
  /** Vertex names by number, in the order of their first line. */
  readonly names: readonly string[];
  /** Each pair once, in the order of its first line; its time is the earliest of its lines. */
  readonly edges: readonly TimedEdge[];
  readonly badLines: readonly BadLine[];
  /** Lines that repeat a pair of the same file, in either order. */
  readonly repeated: number;
}

/**
 * Reads edge lists: two names a line, and a third column if it is dated, parted by tabs, spaces or commas; further columns are not
 * read. Empty lines and lines that start with `#` or `%` are comments. A line that gives no edge is named in
 * `badLines`, and the others are read.
 */
export function readEdgeLists(files: readonly EdgeListFile[]): EdgeList {
  const numbers = new Map<string, number>();
  const edges = new Map<string, TimedEdge>();
  const badLines: BadLine[] = [];
  let repeated = 0;
  const numberOf = (name: string): number => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, numbers.size);
    return numbers.size - 1;
  };
  for (const file of files) {
    const own = new Set<string>();
    file.text.split(/\r?\n/).forEach((text, index) => {
      const columns = text.trim().split(/\s*[\t,]\s*|\s+/);
      if (columns[0] === "" || /^[#%]/.test(columns[0]!)) return;
      const problem = problemOf(columns, file.dated);
      if (problem !== null) {
        badLines.push({ file: file.name, line: index + 1, reason: problem });
        return;
      }
      const [a, b] = [numberOf(columns[0]!), numberOf(columns[1]!)];
      const pair: Pair = a < b ? [a, b] : [b, a];
      const key = pair.join(" ");
      repeated += Number(own.has(key));
      own.add(key);
      const before = edges.get(key)?.time ?? null;
      const time = file.dated ? Number(columns[2]) : null;
      edges.set(key, { pair, time: before === null ? time : Math.min(before, time ?? before) });
    });
  }
  return { names: [...numbers.keys()], edges: [...edges.values()], badLines, repeated };
}

function problemOf([a, b, time]: readonly string[], dated: boolean): string | null {
  if (b === undefined || b === "" || a === "") return "a line needs two names: this has one";
  if (a === b) return `${a} is joined to itself`;
  if (!dated) return null;
  if (time === undefined || time === "") return "a dated line needs a time as its third column";
  return Number.isFinite(Number(time)) ? null : `the time ${time} is not a number`;
}
