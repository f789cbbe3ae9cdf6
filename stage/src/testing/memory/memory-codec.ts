import { schemas, type SchemaName } from "@interlude/contracts";
import type { Codec } from "../../codec/codec.js";
import { AvroCodec } from "../../codec/avro-codec.js";

const names = Object.keys(schemas).sort() as SchemaName[];

/** The wire format without a registry: a schema's id is its number in the catalogue, from 1. */
export function createMemoryCodec(): Codec {
  return new AvroCodec({
    idOf: (topic) => names.indexOf(topic.schema) + 1,
    schemaOf: async (id) => {
      const name = names[id - 1];
      return name === undefined ? null : schemas[name];
    },
  });
}
