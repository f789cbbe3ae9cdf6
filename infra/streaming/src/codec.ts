import type { Marker, Topic } from "@interlude/contracts";

/** Turns values into the Confluent wire format (0, schema id, Avro) and back, schemas as registered. */
export interface Codec {
  /** Throws CodecError `VALUE_INVALID` where the value does not fit the topic's schema. */
  encode<Value>(topic: Topic<Value>, value: Value): Buffer;
  /**
   * Decodes with the writer's schema into the topic's own. Throws CodecError `VALUE_UNDECODABLE`
   * (not the wire format, unknown schema id, truncated Avro).
   */
  decode<Value>(topic: Topic<Value>, bytes: Buffer): Promise<Value> | Value;
  encodeMarker(marker: Marker): Buffer;
  decodeMarker(bytes: Buffer): Promise<Marker> | Marker;
}

/** A value that is not what the schema says. */
export class CodecError extends Error {
  constructor(
    readonly code: "VALUE_INVALID" | "VALUE_UNDECODABLE" | "SCHEMA_NOT_REGISTERED",
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "CodecError";
  }
}
