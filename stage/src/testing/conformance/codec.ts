import {
  catalogue,
  schemas,
  tableTopics,
  topics,
  type CatalogCollaboration,
  type Marker,
  type Topic,
} from "@interlude/contracts";
import { someCandidate } from "@interlude/contracts/testing";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { CodecError, type Codec } from "../../codec/codec.js";
import { codeOf, faultOf } from "../../errors.js";
import { avroValues, oddAvroValues } from "./avro-values.js";

const someSource = { kind: "dump", sequence: 1, xid: null, position: 0 } as const;
const collaboration: CatalogCollaboration = {
  artistA: "a",
  artistB: "b",
  weight: 2,
  firstRecording: 7,
  kinds: ["vocal"],
};

/** What every codec must do: one suite for the one in memory and for the one over a registry. */
export function describeCodec(name: string, create: () => Promise<Codec>): void {
  describe(name, () => {
    let codec: Codec;
    beforeAll(async () => {
      codec = await create();
    });

    it.each(catalogue.map((topic) => [topic.name, topic] as const))(
      "gives back values of %s",
      async (_, topic) => {
        await fc.assert(
          fc.asyncProperty(avroValues(schemas[topic.schema]), async (value) => {
            const bytes = topic.batched ? framed(topic, value) : codec.encode(topic, value);
            const decoded = topic.batched
              ? { items: await codec.decodeItems(topic, bytes) }
              : await codec.decode(topic, bytes);
            expect(decoded).toEqual(value);
          }),
          { numRuns: 50 },
        );
      },
    );

    it.each(catalogue.map((topic) => [topic.name, topic] as const))(
      "gives back values of %s as they are, or refuses them: those that nearly fit as well",
      async (_, topic) => {
        await fc.assert(
          fc.asyncProperty(oddAvroValues(schemas[topic.schema]), async (value) => {
            const items = topic.batched ? (value as { items: unknown[] }).items : [value];
            for (const item of items) {
              expect([[item], "VALUE_INVALID"]).toContainEqual(await readBack(topic, item));
            }
          }),
          { numRuns: 50 },
        );
      },
    );

    /** What is read of a value that is written, or the code with which it is refused. */
    async function readBack(topic: Topic<unknown>, value: unknown): Promise<unknown> {
      let bytes: Buffer;
      try {
        bytes = codec.encode(topic, value);
      } catch (error) {
        return faultOf(error) === "record" ? codeOf(error) : error;
      }
      return codec.decodeItems(topic, bytes);
    }

    function framed(topic: Topic<unknown>, batch: unknown): Buffer {
      const { items } = batch as { items: unknown[] };
      const encoded = items.map((item) => codec.encodeItem(topic, item));
      return codec.frameBatch(topic, items.length, Buffer.concat(encoded));
    }

    it("frames batches of any number of items", async () => {
      const tag = { id: 1, name: "jazz", ref_count: 0 };
      const change = { before: null, after: tag, op: "r", source: someSource, ts: 0 } as const;
      const item = codec.encodeItem(tableTopics.tag, change);
      for (const count of [0, 1, 63, 64, 8191, 8192, 20_000]) {
        const items = Buffer.concat(Array.from({ length: count }, () => item));
        const decoded = await codec.decodeItems(
          tableTopics.tag,
          codec.frameBatch(tableTopics.tag, count, items),
        );
        expect(decoded).toHaveLength(count);
        expect(decoded.at(-1)).toEqual(count === 0 ? undefined : change);
      }
    });

    it("gives a value of a batched topic back as a batch of one, and any other as the one item", async () => {
      const change = { before: null, after: null, op: "d", source: someSource, ts: 0 } as const;
      expect(await codec.decodeItems(tableTopics.tag, codec.encode(tableTopics.tag, change))).toEqual([
        change,
      ]);
      const bytes = codec.encode(topics.catalogCollaborations, collaboration);
      expect(await codec.decodeItems(topics.catalogCollaborations, bytes)).toEqual([collaboration]);
      const batch = codec.encode(tableTopics.tag, change);
      expect(() => codec.decode(tableTopics.tag, batch)).toThrow(/decodeItems/);
    });

    it("gives back markers", async () => {
      await fc.assert(
        fc.asyncProperty(avroValues(schemas.marker), async (value) => {
          expect(await codec.decodeMarker(codec.encodeMarker(value as Marker))).toEqual(value);
        }),
      );
    });

    it("writes the Confluent wire format", () => {
      const bytes = codec.encode(topics.catalogCollaborations, collaboration);
      expect(bytes[0]).toBe(0);
      expect(bytes.readInt32BE(1)).toBeGreaterThan(0);
      expect(bytes.subarray(5).toString("hex")).toBe("02610262040e020a766f63616c00");
    });

    it("gives back values that are larger than its buffer", async () => {
      const large = { ...collaboration, artistA: "x".repeat(300_000) };
      const first = codec.encode(topics.catalogCollaborations, large);
      codec.encode(topics.catalogCollaborations, collaboration);
      expect(await codec.decode(topics.catalogCollaborations, first)).toEqual(large);
    });

    it("refuses values that do not fit the schema, and says where", () => {
      const wrong = { ...collaboration, weight: "2" } as unknown as CatalogCollaboration;
      expect(() => codec.encode(topics.catalogCollaborations, wrong)).toThrow(
        expect.objectContaining({
          name: "CodecError",
          code: "VALUE_INVALID",
          message: expect.stringContaining("catalog.collaborations"),
        }),
      );
      expect(codec.encode(topics.catalogCollaborations, collaboration)).toHaveLength(19);
    });

    it("refuses every truncation", async () => {
      const bytes = codec.encode(topics.catalogCollaborations, collaboration);
      for (let length = 0; length < bytes.length; length++) {
        await expect(decode(bytes.subarray(0, length))).rejects.toMatchObject(undecodable);
      }
    });

    it("refuses bytes after the value", async () => {
      const bytes = codec.encode(topics.catalogCollaborations, collaboration);
      await expect(decode(Buffer.concat([bytes, Buffer.from([1])]))).rejects.toMatchObject(undecodable);
    });

    it("refuses another format and a schema of something else", async () => {
      const bytes = codec.encode(topics.catalogCollaborations, collaboration);
      const magic = Buffer.from(bytes);
      magic[0] = 1;
      const artist = codec.encode(topics.graphDirty, { artist: "a", graphVersion: 1 });
      await expect(decode(magic)).rejects.toMatchObject(undecodable);
      await expect(decode(artist)).rejects.toMatchObject(undecodable);
      await expect(decode(Buffer.from("no Avro at all"))).rejects.toMatchObject(undecodable);
    });

    it("does not blame a value for a schema that the registry does not know", async () => {
      const bytes = codec.encode(topics.catalogCollaborations, collaboration);
      bytes.writeInt32BE(2_000_000_000, 1);
      const error = await decode(bytes).catch((failure: unknown) => failure);
      expect([codeOf(error), faultOf(error)]).toEqual(["SCHEMA_UNKNOWN", "transient"]);
    });

    it("does not believe a count of items that cannot follow", async () => {
      const bytes = codec.encode(topics.candidates, someCandidate({ operatingPoints: ["p"] }));
      const count = bytes.lastIndexOf(Buffer.from([2, 2, "p".charCodeAt(0)]));
      const billions = Buffer.from([0xfe, 0xff, 0xff, 0xff, 0xff, 0x1f]);
      const broken = Buffer.concat([bytes.subarray(0, count), billions, bytes.subarray(count + 1)]);
      const decoded = await attempt(() => codec.decode(topics.candidates, broken));
      expect(decoded).toMatchObject(undecodable);
    });

    it("never gives something else than a value or a CodecError", async () => {
      const header = codec.encode(topics.candidates, someCandidate({})).subarray(0, 5);
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (noise) => {
          const bytes = Buffer.concat([header, noise]);
          const decoded = await attempt(() => codec.decode(topics.candidates, bytes));
          expect(["VALUE_UNDECODABLE", "a value"]).toContain(
            decoded instanceof CodecError ? decoded.code : "a value",
          );
        }),
      );
    });

    const undecodable = { name: "CodecError", code: "VALUE_UNDECODABLE" };
    const decode = async (bytes: Buffer): Promise<unknown> =>
      codec.decode(topics.catalogCollaborations, bytes);
  });
}

/** The result, or the CodecError that came instead; any other error escapes. */
async function attempt<Result>(work: () => Promise<Result> | Result): Promise<Result | CodecError> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CodecError) return error;
    throw error;
  }
}
