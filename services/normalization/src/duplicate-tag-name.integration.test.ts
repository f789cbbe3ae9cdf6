import { join } from "node:path";
import { createTestDatabase, sharedData } from "@interlude/infra-testing";
import { describe, expect, inject, it } from "vitest";
import { verifyDerivedTables } from "./checks/derived-tables.js";
import { canUnpack, dumpRows, packetChanges } from "./testing/blue-note.js";
import { TestStage } from "./testing/stage.js";

const folder = sharedData("../cases/duplicate-tag-name");
const LARK_SISTERS = "932159be-fda4-514a-8d83-f993ef78a842";

describe.skipIf(folder === null || !canUnpack)(
  "the case duplicate-tag-name (needs shared data: ../cases/duplicate-tag-name)",
  () => {
    it("is one genre with the votes of both tags, before they are merged and after", async () => {
      const test = await createTestDatabase(inject("stack"), "normalization");
      try {
        const stage = new TestStage(test.database);
        const genres = () => stage.subscriber.artists.get(LARK_SISTERS)!.genres;
        for (const archive of ["mbdump.tar.bz2", "mbdump-derived.tar.bz2"]) {
          await stage.deliver(dumpRows(join(folder!, archive)));
        }
        await stage.complete();
        expect(genres()).toEqual([{ name: "girl group", votes: 3 }]);
        for (const [path, sequence] of [
          ["replication-190001-v2.tar.bz2", 190_001],
          ["then/replication-190002-v2.tar.bz2", 190_002],
        ] as const) {
          await stage.deliver(packetChanges(join(folder!, path), sequence));
          await stage.complete();
          expect(genres()).toEqual([{ name: "girl group", votes: 5 }]);
        }
        const checked = await stage.database.transactionOnce(verifyDerivedTables);
        expect(checked.filter(({ differences }) => differences > 0)).toEqual([]);
        expect(stage.subscriber.rejections).toEqual([]);
      } finally {
        await test.dispose();
      }
    });
  },
);
