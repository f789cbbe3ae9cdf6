import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sharedData } from "@interlude/infra-testing";
import { describe, expect, it } from "vitest";
import { MemoryStream } from "./testing/memory-stream.js";
import { receivedCollaborations } from "./testing/received-rows.js";

const folder = sharedData("bluenote");

describe.skipIf(folder === null)("Blue Note through ingestion (needs shared data: bluenote)", () => {
  it("leaves the expected collaborations on the topics", async () => {
    const stream = await MemoryStream.create();
    expect(await stream.run(folder!)).toBe("done");
    expect(stream.store.published).toHaveLength(43);
    const expected = readFileSync(join(folder!, "expected-collaborations.tsv"), "utf8");
    expect((await receivedCollaborations(stream)) === expected).toBe(true);
  });
});
