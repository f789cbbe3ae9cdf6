import { deadLetterTopics } from "@interlude/contracts";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { createMemoryCodec } from "../testing/memory/memory-codec.js";
import { deadLetterOf } from "./dead-letter.js";

it("a dead letter of any record can be written, whatever its reason quotes", async () => {
  const codec = createMemoryCodec();
  const reason = fc.oneof(
    fc.string({ unit: fc.constantFrom("a", "\ud83c", "\udfb7", "\0") }),
    fc.nat(3).map((at) => `${"a".repeat(16 * 1024 - at)}🎷🎷`),
  );
  await fc.assert(
    fc.asyncProperty(reason, async (text) => {
      const record = {
        topic: "t",
        partition: 0,
        offset: 1n,
        key: null,
        value: Buffer.from("value"),
        headers: { a: "b" },
      };
      const letter = deadLetterOf("graph", { record, code: "VALUE_INVALID", reason: text, epoch: 1 }, 0);
      const topic = deadLetterTopics.graph;
      expect(await codec.decode(topic, codec.encode(topic, letter))).toEqual(letter);
    }),
  );
});
