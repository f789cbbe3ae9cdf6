import type { SchemaName } from "./generated/schemas.js";

/** FULL_TRANSITIVE for what subscribers read, BACKWARD_TRANSITIVE for what stays inside. */
export type Compatibility = "FULL_TRANSITIVE" | "BACKWARD_TRANSITIVE";

/** The stages of the stream, in the order in which data flows through them. */
export const SERVICES = ["ingestion", "normalization", "graph", "scoring", "generation", "console"] as const;
export type ServiceName = (typeof SERVICES)[number];

/** A topic as the catalogue knows it; `Value` is the type of its decoded values, of a batched one that of the items. */
export interface Topic<Value> {
  /** Logical name; the name on the broker adds the namespace and the version. */
  readonly name: string;
  readonly version: number;
  readonly schema: SchemaName;
  /** What the key is, in words. */
  readonly key: string;
  readonly partitions: number;
  /** Its records are in one order, so it has one partition and never gets another. */
  readonly isTotallyOrdered?: true;
  readonly cleanup: "delete" | "compact";
  /** How long records are kept if cleanup is `delete`. */
  readonly retentionMs: number;
  readonly compatibility: Compatibility;
  readonly producer: ServiceName;
  /** Whether every partition gets a marker at the end of each epoch. */
  readonly markers: boolean;
  /** Whether a record carries several values, all with keys of its partition, as `items`, in order; its key is the first one's. */
  readonly batched: boolean;
  /** Never set; carries `Value` for the compiler. */
  readonly __value?: Value;
}

/** How the records of a topic are keyed. `Key` is the part of a value that its key consists of. */
export interface TopicKey<Key> {
  /** What the key is, in words. */
  readonly key: string;
  /** The key of the record with this value. */
  readonly keyOf: (value: Key) => string;
  /** What a key consists of, the inverse of `keyOf`; null if the text is no key of this topic. */
  readonly parseKey: (text: string) => Key | null;
}

/** A topic whose keys follow from its values. */
export interface KeyedTopic<Value, Key> extends Topic<Value>, TopicKey<Key> {}

/** Name on the broker: `<namespace>.<name>.v<version>`, without namespace `<name>.v<version>`. */
export function physicalTopic(topic: Pick<Topic<unknown>, "name" | "version">, namespace: string): string {
  const versioned = `${topic.name}.v${topic.version}`;
  return namespace === "" ? versioned : `${namespace}.${versioned}`;
}

/** Subject of a topic's values in the schema registry (topic name strategy). */
export function valueSubject(topic: Pick<Topic<unknown>, "name" | "version">, namespace: string): string {
  return `${physicalTopic(topic, namespace)}-value`;
}
