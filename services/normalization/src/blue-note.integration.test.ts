import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createTestDatabase, sharedData } from "@interlude/infra-testing";
import { describe, expect, inject, it } from "vitest";
import { canUnpack, dumpRows, packetChanges } from "./testing/blue-note.js";
import { TestStage } from "./testing/stage.js";
import { storedCollaborations } from "./checks/stored-catalogue.js";

const folder = sharedData("bluenote");
const DUMP_SEQUENCE = 190_000;

describe.skipIf(folder === null || !canUnpack)(
  "Blue Note, dump and 42 packets (needs shared data: bluenote)",
  () => {
    it("ends in the collaborations that are expected, byte for byte, stored and published", async () => {
      const test = await createTestDatabase(inject("stack"), "normalization");
      try {
        const stage = new TestStage(test.database);
        await stage.deliver(dumpRows(join(folder!, "mbdump.tar.bz2")));
        await stage.complete();
        const packets = readdirSync(folder!).filter((name) => name.startsWith("replication-"));
        for (let sequence = DUMP_SEQUENCE + 1; sequence <= DUMP_SEQUENCE + packets.length; sequence += 1) {
          const path = join(folder!, `replication-${sequence}-v2.tar.bz2`);
          await stage.deliver(packetChanges(path, sequence));
          await stage.complete();
        }
        const expected = readFileSync(join(folder!, "expected-collaborations.tsv"), "utf8");
        const published = [...stage.subscriber.collaborations.values()];
        const lines = published.map(({ artistA, artistB, weight }) => `${artistA}\t${artistB}\t${weight}\n`);
        expect(lines.toSorted().join("") === expected).toBe(true);
        let stored = "";
        for await (const { artistA, artistB, weight } of storedCollaborations(stage.database)) {
          stored += `${artistA}\t${artistB}\t${weight}\n`;
        }
        expect(stored === expected).toBe(true);
        expect(stage.subscriber.rejections).toEqual([]);
      } finally {
        await test.dispose();
      }
    });
  },
);
