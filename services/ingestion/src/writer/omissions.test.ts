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

it("stays bounded whatever names the input has", () => {
  const omissions = new Omissions();
  for (let n = 0; n < 5_000; n++) omissions.add({ ...dropped, field: `table_${n}.column` });
  expect(omissions.list).toHaveLength(1_000);
});
