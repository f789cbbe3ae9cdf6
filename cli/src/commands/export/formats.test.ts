import { describe, expect, it } from "vitest";
import { type Format, formatLines } from "./formats.js";

const table = { columns: ["name", "weight"], row: ({ name, weight }: Item) => [name, weight] as const };
interface Item {
  name: string;
  weight: number | null;
}
const values: Item[] = [
  { name: 'Guy "the\tTab", Jr.', weight: 3 },
  { name: "back\\slash\nline", weight: null },
];

async function lines(format: Format, items = values): Promise<string[]> {
  const written: string[] = [];
  for await (const line of formatLines(format, items, table)) written.push(line);
  return written;
}

describe("export formats", () => {
  it("writes TSV without a header", async () => {
    expect(await lines("tsv")).toEqual(['Guy "the\\tTab", Jr.\t3\n', "back\\\\slash\\nline\t\\N\n"]);
  });

  it("writes CSV with a header and quotes", async () => {
    expect(await lines("csv")).toEqual([
      "name,weight\n",
      '"Guy ""the\tTab"", Jr.",3\n',
      '"back\\slash\nline",\n',
    ]);
  });

  it("keeps a spreadsheet from running a name as a formula", async () => {
    const named = (name: string, weight: number): Item => ({ name, weight });
    const written = await lines("csv", [
      named('=HYPERLINK("http://x","y")', 1),
      named("+1", 2),
      named("-1", -3),
      named("@SUM(A1)", 4),
      named("\t=1", 5),
      named("\r=1", 6),
      named("\n=1", 7),
      named("＝1", 8),
      named("a=1", 9),
    ]);
    expect(written.slice(1)).toEqual([
      `"'=HYPERLINK(""http://x"",""y"")",1\n`,
      "'+1,2\n",
      "'-1,-3\n",
      "'@SUM(A1),4\n",
      "'\t=1,5\n",
      `"'\r=1",6\n`,
      `"'\n=1",7\n`,
      "'＝1,8\n",
      "a=1,9\n",
    ]);
  });

  it("writes whole records as JSON lines", async () => {
    expect((await lines("jsonl")).map((line) => JSON.parse(line))).toEqual(values);
  });
});
