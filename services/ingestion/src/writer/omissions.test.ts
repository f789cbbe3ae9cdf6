import { expect, it } from "vitest";
import { Omissions } from "./omissions.js";

const dropped = {
  file: "mbdump.tar",
  what: "value",
  code: "ROW_BAD_TIMESTAMP",
  field: "artist.last_updated",
  member: "mbdump/artist",
  line: 7,
  reason: "infinity is no point in time",
} as const;

it("counts by file, kind, code and field, with the place of the first", () => {
  const omissions = new Omissions();
  omissions.add(dropped);
  omissions.add({ ...dropped, line: 9 });
  omissions.add({ ...dropped, field: "recording.last_updated", member: null, line: null });
  expect(omissions.list).toEqual([
    {
      file: "mbdump.tar",
      what: "value",
      code: "ROW_BAD_TIMESTAMP",
      field: "artist.last_updated",
      count: 2,
      example: "mbdump/artist, line 7: infinity is no point in time",
    },
    expect.objectContaining({ field: "recording.last_updated", count: 1, example: dropped.reason }),
  ]);
});

it("stays bounded whatever the input says, and counts all of it", () => {
  const omissions = new Omissions();
  const reason = `NUL \0 and half a \ud83d ${"x".repeat(5_000)}`;
  for (let n = 0; n < 5_000; n++) omissions.add({ ...dropped, field: `table_${n}.column`, reason });
  omissions.add({ ...dropped, what: "row", field: null });
  expect(omissions.list).toHaveLength(502);
  expect(omissions.list.at(-2)).toMatchObject({ what: "value", code: "OTHER", field: null, count: 4_500 });
  expect(omissions.list.at(-1)).toMatchObject({ what: "row", code: "OTHER", count: 1 });
  const { example } = omissions.list[0]!;
  expect(Buffer.from(example).toString()).toBe(example);
  expect([example.includes("\0"), example.length]).toEqual([false, 501]);
});
