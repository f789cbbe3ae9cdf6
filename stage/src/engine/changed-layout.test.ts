import { PARTITIONS_HEADER } from "@interlude/contracts";
import { expect, it } from "vitest";
import { refuseChangedLayout } from "./changed-layout.js";

it("a marker of a topic that has other partitions than the process waits for ends it", () => {
  const known = new Map([["t", 4]]);
  const marker = (headers: Record<string, string>) => {
    return { topic: "t", partition: 0, offset: 0n, key: null, value: null, timestamp: 0, headers };
  };
  const fitting: Record<string, string>[] = [
    {},
    { [PARTITIONS_HEADER]: "4" },
    { [PARTITIONS_HEADER]: "many" },
  ];
  for (const headers of fitting) expect(() => refuseChangedLayout(marker(headers), known)).not.toThrow();
  const grown = marker({ [PARTITIONS_HEADER]: "8" });
  expect(() => refuseChangedLayout(grown, known)).toThrow(
    expect.objectContaining({ code: "LAYOUT_CHANGED", fault: "final" }),
  );
});
