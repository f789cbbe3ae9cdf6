import * as fc from "fast-check";
import { fullName, isUnion, type AvroSchema, type AvroSchemaObject } from "../../codec/avro-schema.js";

/** A JavaScript object cannot hold a key of this name as its own, so avsc loses it. */
const LOST_KEY = "__proto__";

const text = fc.string({ unit: "binary", maxLength: 30 });
const mapKey = text.filter((key) => key !== LOST_KEY);

/** avsc is exact so far, and wrong without a word beyond; microseconds get there in the year 2112. */
const LONG_BOUND = 2 ** 52 - 1;

const primitives: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  null: fc.constant(null),
  boolean: fc.boolean(),
  int: fc.integer(),
  long: fc.integer({ min: -LONG_BOUND, max: LONG_BOUND }),
  float: fc.float({ noNaN: true }),
  double: fc.double({ noNaN: true }),
  string: text,
  bytes: fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
};

/** Values that fit an Avro schema, given as JSON text. */
export function avroValues(schema: string): fc.Arbitrary<unknown> {
  return arbitrary(JSON.parse(schema) as AvroSchema, new Map(), "");
}

function arbitrary(
  schema: AvroSchema,
  named: Map<string, fc.Arbitrary<unknown>>,
  namespace: string,
): fc.Arbitrary<unknown> {
  if (typeof schema === "string") return primitives[schema] ?? lookUp(schema, named, namespace);
  if (isUnion(schema)) return fc.oneof(...schema.map((branch) => arbitrary(branch, named, namespace)));
  const inner = (one: AvroSchema): fc.Arbitrary<unknown> =>
    arbitrary(one, named, schema.namespace ?? namespace);
  if (schema.type === "array") return fc.array(inner(schema.items!), { maxLength: 5 });
  if (schema.type === "map")
    return fc.dictionary(mapKey, inner(schema.values!), { maxKeys: 5, noNullPrototype: true });
  if (schema.type === "enum") return define(fc.constantFrom(...schema.symbols!), schema, named, namespace);
  if (schema.type !== "record") return inner(schema.type);
  const fields = schema.fields!.map(({ name, type }) => [name, inner(type)] as const);
  return define(fc.record(Object.fromEntries(fields)), schema, named, namespace);
}

function define(
  values: fc.Arbitrary<unknown>,
  { name, namespace }: AvroSchemaObject,
  named: Map<string, fc.Arbitrary<unknown>>,
  enclosing: string,
): fc.Arbitrary<unknown> {
  named.set(fullName(name!, namespace ?? enclosing), values);
  return values;
}

function lookUp(
  name: string,
  named: Map<string, fc.Arbitrary<unknown>>,
  namespace: string,
): fc.Arbitrary<unknown> {
  const values = named.get(fullName(name, namespace));
  if (values === undefined) throw new RangeError(`No values are known for the Avro type ${name}`);
  return values;
}
