import type { Marker, Topic } from "@interlude/contracts";
import { type EngineCode, InterludeError } from "../errors.js";

/** Turns values into the Confluent wire format (0, schema id, Avro) and back, schemas as registered. */
export interface Codec {
  /**
   * A record's value; of a batched topic a batch of one.
   * @throws CodecError `VALUE_INVALID` if the value does not fit the topic's schema, or would not be read as it is
   */
  encode<Value>(topic: Topic<Value>, value: Value): Buffer;
  /**
   * Decodes with the writer's schema into the topic's own. Not for batched topics: see `decodeItems`.
   * @throws CodecError `VALUE_UNDECODABLE`: not the wire format, truncated Avro; `SCHEMA_UNKNOWN`: a schema id that
   *   the registry does not have (yet)
   */
  decode<Value>(topic: Topic<Value>, bytes: Buffer): Promise<Value> | Value;
  /**
   * What a record carries: the items of a batch in order, or its one value.
   * @throws CodecError as `decode`
   */
  decodeItems<Value>(topic: Topic<Value>, bytes: Buffer): Promise<Value[]> | Value[];
  /**
   * The Avro of one item of a batched topic, to be put into a batch by `frameBatch`.
   * @throws CodecError as `encode`
   */
  encodeItem<Value>(topic: Topic<Value>, item: Value): Buffer;
  /**
   * A record's value from items that are Avro already.
   * @param items the Avro of `count` items, one after the other
   */
  frameBatch(topic: Topic<unknown>, count: number, items: Uint8Array): Buffer;
  encodeMarker(marker: Marker): Buffer;
  /** @throws CodecError as `decode` */
  decodeMarker(bytes: Buffer): Promise<Marker> | Marker;
}

/** A value that is not what the schema says. */
export class CodecError extends InterludeError<
  EngineCode<"VALUE_INVALID" | "VALUE_UNDECODABLE" | "SCHEMA_NOT_REGISTERED" | "SCHEMA_UNKNOWN">
> {}
