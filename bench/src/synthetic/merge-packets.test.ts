import { expect, it } from "vitest";
import { beforeMerge, mergeChanges } from "./merge-packets.js";

const merge = { dump: { recordings: 2_000, seed: 3 }, number: 1, recordings: 900 };

it("moves every recording of the artist to a credit of the survivor, and leaves nothing of the artist", () => {
  const rows = new Map<string, Record<string, unknown>>();
  const keyOf = (table: string, row: Record<string, unknown>): string =>
    [
      table,
      ...(table === "artist_credit_name"
        ? [row["artist_credit"], row["position"]]
        : [row["id"] ?? row["gid"]]),
    ].join();
  const apply = (changes: ReturnType<typeof mergeChanges>): number => {
    let count = 0;
    for (const { table, before, after } of changes) {
      count += 1;
      expect(rows.get(keyOf(table, before ?? after!))).toEqual(before ?? undefined);
      if (before !== null) rows.delete(keyOf(table, before));
      if (after !== null) rows.set(keyOf(table, after), after);
    }
    return count;
  };
  const all = (table: string) =>
    [...rows].filter(([key]) => key.startsWith(`${table},`)).map(([, row]) => row);
  apply(beforeMerge(merge));
  const [artist, survivor] = all("artist").map(({ id }) => id);
  expect(all("recording")).toHaveLength(900);
  expect(all("artist_credit_name").filter((name) => name["artist"] === artist)).toHaveLength(400);

  expect(apply(mergeChanges(merge))).toBeGreaterThan(900 + 400 * 5);
  const credits = new Set(all("artist_credit").map(({ id }) => id));
  expect(credits.size).toBe(400);
  expect(all("recording").filter((row) => !credits.has(row["artist_credit"]))).toEqual([]);
  const names = all("artist_credit_name");
  expect(names.filter((name) => name["artist"] === survivor)).toHaveLength(400);
  expect(names.filter((name) => name["artist"] === artist)).toEqual([]);
  expect(all("artist").map(({ id }) => id)).toEqual([survivor]);
  expect(all("artist_gid_redirect")).toEqual([expect.objectContaining({ new_id: survivor })]);
});

it("keeps merges apart", () => {
  const keys = (number: number) =>
    new Set(
      [...beforeMerge({ ...merge, number })].map(
        ({ table, after }) => `${table}:${String(after!["id"] ?? after!["artist_credit"])}`,
      ),
    );
  const others = keys(1);
  expect([...keys(0)].filter((key) => others.has(key))).toEqual([]);
});
