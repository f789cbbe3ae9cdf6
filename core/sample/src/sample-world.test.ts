import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleWorld } from "./sample-world.js";
import { Mirror, brokenReferences, read } from "./testing/mirror.js";

const smallWorld = fc.record({
  seed: fc.nat(2 ** 32 - 1),
  artists: fc.integer({ min: 1, max: 250 }),
  recordings: fc.integer({ min: 0, max: 900 }),
  packets: fc.integer({ min: 0, max: 5 }),
});

describe("sampleWorld", () => {
  it("keeps every reference whole, in the dump and after each packet", () => {
    fc.assert(
      fc.property(smallWorld, (options) => {
        const world = sampleWorld(options);
        const mirror = new Mirror();
        mirror.loadDump(world.dumpMembers());
        expect(brokenReferences(mirror)).toEqual([]);
        for (const packet of world.packets()) {
          mirror.apply(read(packet));
          expect(brokenReferences(mirror)).toEqual([]);
        }
        expect(mirror.rows("replication_control")[0]).toMatchObject({
          current_replication_sequence: 200_000 + options.packets,
        });
      }),
      { numRuns: 40 },
    );
  });
});
