import { MARKER_TOPIC, schemas, type Marker, type SchemaName, type Topic } from "@interlude/contracts";
import avro from "avsc";
import { reasonOf } from "../errors.js";
import { CodecError, type Codec } from "./codec.js";
import { boundsCheck } from "./avro-bounds.js";
import { exactnessCheck } from "./exact-values.js";
import { HEADER_BYTES, frameBatch, readSchemaId, writeHeader } from "./wire-format.js";

/** What markers are to the codec: values of a topic of their own. */
const MARKERS = { name: MARKER_TOPIC.name, schema: "marker" } as const satisfies CodecTopic;
const SCRATCH_BYTES = 64 * 1024;

/** What the codec needs to know of a topic. */
export type CodecTopic = Pick<Topic<unknown>, "name" | "schema">;

/** What every value of a batched topic is. */
interface Batch<Item> {
  readonly items: Item[];
}

interface SchemaSource {
  /** Id under which the topic's own schema is known, or null if it is not. */
  idOf(topic: CodecTopic): number | null;
  /** The schema of an id as JSON text, or null if there is none. Rejects when it cannot tell. */
  schemaOf(id: number): Promise<string | null>;
}

type Reader = (bytes: Buffer) => unknown;
type Check = NonNullable<ReturnType<typeof exactnessCheck>>;

/** Avro in the Confluent wire format; ids and writers' schemas come from a `SchemaSource`. */
export class AvroCodec implements Codec {
  readonly #types = new Map<SchemaName, avro.Type>();
  readonly #checks = new Map<SchemaName, Check | null>();
  readonly #readers = new Map<string, Reader>();
  #scratch = Buffer.alloc(SCRATCH_BYTES);

  constructor(private readonly source: SchemaSource) {}

  encode<Value>(topic: Topic<Value>, value: Value): Buffer {
    return this.#encodeAs(topic, topic.batched ? { items: [value] } : value);
  }

  decode<Value>(topic: Topic<Value>, bytes: Buffer): Promise<Value> | Value {
    if (topic.batched) throw new TypeError(`Records of ${topic.name} carry batches: use decodeItems`);
    return this.#decodeAs<Value>(topic, bytes);
  }

  decodeItems<Value>(topic: Topic<Value>, bytes: Buffer): Promise<Value[]> | Value[] {
    if (topic.batched) return then(this.#decodeAs<Batch<Value>>(topic, bytes), ({ items }) => items);
    return then(this.#decodeAs<Value>(topic, bytes), (value) => [value]);
  }

  encodeItem<Value>(topic: Topic<Value>, item: Value): Buffer {
    this.#checkExact(topic, { items: [item] });
    const end = this.#write(topic, this.#itemType(topic), item, 0);
    return Buffer.from(this.#scratch.subarray(0, end));
  }

  frameBatch(topic: Topic<unknown>, count: number, items: Uint8Array): Buffer {
    return frameBatch(this.#idOf(topic), count, items);
  }

  encodeMarker(marker: Marker): Buffer {
    return this.#encodeAs(MARKERS, marker);
  }

  decodeMarker(bytes: Buffer): Promise<Marker> | Marker {
    return this.#decodeAs<Marker>(MARKERS, bytes);
  }

  #encodeAs(topic: CodecTopic, value: unknown): Buffer {
    const id = this.#idOf(topic);
    this.#checkExact(topic, value);
    const end = this.#write(topic, this.#type(topic.schema), value, HEADER_BYTES);
    writeHeader(this.#scratch, id);
    return Buffer.from(this.#scratch.subarray(0, end));
  }

  /** Writes a value to the scratch buffer and returns where it ends. */
  #write(topic: CodecTopic, type: avro.Type, value: unknown, start: number): number {
    try {
      let end = type.encode(value, this.#scratch, start);
      if (end < 0) {
        this.#scratch = Buffer.alloc((this.#scratch.length - end) * 2);
        end = type.encode(value, this.#scratch, start);
      }
      return end;
    } catch (error) {
      throw invalid(topic, error);
    }
  }

  #idOf(topic: CodecTopic): number {
    const id = this.source.idOf(topic);
    if (id === null) throw new CodecError("SCHEMA_NOT_REGISTERED", `No schema is known for ${topic.name}`);
    return id;
  }

  #itemType(topic: CodecTopic): avro.Type {
    const batch = this.#type(topic.schema) as avro.types.RecordType;
    return (batch.field("items").type as avro.types.ArrayType).itemsType;
  }

  #decodeAs<Value>(topic: CodecTopic, bytes: Buffer): Promise<Value> | Value {
    const id = readSchemaId(bytes);
    const reader = this.#readers.get(readerName(id, topic));
    if (reader !== undefined) return read<Value>(topic, reader, bytes);
    return this.#createReader(id, topic).then((created) => read<Value>(topic, created, bytes));
  }

  async #createReader(id: number, topic: CodecTopic): Promise<Reader> {
    const writerSchema = await this.source.schemaOf(id);
    if (writerSchema === null) throw unknownSchema(topic, id);
    const type = this.#type(topic.schema);
    try {
      const resolver = type.createResolver(avro.Type.forSchema(JSON.parse(writerSchema) as avro.Schema));
      const check = boundsCheck(writerSchema);
      const reader: Reader = (bytes) => {
        const payload = bytes.subarray(HEADER_BYTES);
        check?.(payload);
        return type.fromBuffer(payload, resolver);
      };
      this.#readers.set(readerName(id, topic), reader);
      return reader;
    } catch (error) {
      throw undecodable(topic, `schema ${id} cannot be read as the topic's own: ${reasonOf(error)}`, error);
    }
  }

  #checkExact(topic: CodecTopic, value: unknown): void {
    const { schema } = topic;
    let check = this.#checks.get(schema);
    if (check === undefined) this.#checks.set(schema, (check = exactnessCheck(schemas[schema])));
    try {
      check?.(value);
    } catch (error) {
      throw invalid(topic, error);
    }
  }

  #type(schema: SchemaName): avro.Type {
    const known = this.#types.get(schema);
    if (known !== undefined) return known;
    const type = avro.Type.forSchema(JSON.parse(schemas[schema]) as avro.Schema);
    this.#types.set(schema, type);
    return type;
  }
}

function read<Value>(topic: CodecTopic, reader: Reader, bytes: Buffer): Value {
  try {
    return reader(bytes) as Value;
  } catch (error) {
    throw undecodable(topic, reasonOf(error), error);
  }
}

/** Goes on at once if it can: most values are decoded without waiting for the registry. */
function then<From, To>(value: Promise<From> | From, next: (value: From) => To): Promise<To> | To {
  return value instanceof Promise ? value.then(next) : next(value);
}

function readerName(id: number, topic: CodecTopic): string {
  return `${id} ${topic.schema}`;
}

/** An id that a producer used is registered: the registry is behind, lost its store, or is another one. */
function unknownSchema(topic: CodecTopic, id: number): CodecError {
  return new CodecError(
    "SCHEMA_UNKNOWN",
    `The registry has no schema ${id}, which a value of ${topic.name} was written with; is it the registry of this Kafka?`,
  );
}

function invalid(topic: CodecTopic, cause: unknown): CodecError {
  const reason = `A value does not fit the schema of ${topic.name}: ${reasonOf(cause)}`;
  return new CodecError("VALUE_INVALID", reason, { cause });
}

function undecodable(topic: CodecTopic, reason: string, cause?: unknown): CodecError {
  return new CodecError("VALUE_UNDECODABLE", `A value of ${topic.name} cannot be decoded: ${reason}`, {
    cause,
  });
}
