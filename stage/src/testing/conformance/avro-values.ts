import * as fc from "fast-check";
import { GREATEST_LONG, LEAST_LONG } from "../../codec/exact-values.js";
import { fullName, isUnion, type AvroSchema, type AvroSchemaObject } from "../../codec/avro-schema.js";

/** A JavaScript object cannot hold a key of this name as its own, so avsc loses it. */
const LOST_KEY = "__proto__";

const text = fc.string({ unit: "binary", maxLength: 30 });

/** Values of primitive types, and keys of maps. */
type Primitives = Readonly<Record<string, fc.Arbitrary<unknown>>> & { readonly key: fc.Arbitrary<string> };

const fitting: Primitives = {
  key: text.filter((key) => key !== LOST_KEY),
  null: fc.constant(null),
  boolean: fc.boolean(),
  int: fc.integer(),
  long: fc.oneof(
    fc.integer({ min: LEAST_LONG, max: GREATEST_LONG }),
    fc.constantFrom(LEAST_LONG, LEAST_LONG + 1, 2 ** 52, 2 ** 52 + 1, GREATEST_LONG - 1, GREATEST_LONG),
  ),
  float: fc.float(),
  double: fc.double(),
  string: text,
  bytes: fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
};

/** Any text that JavaScript has, halves of surrogate pairs among it. */
const anyText = fc.oneof(
  { weight: 9, arbitrary: text },
  fc.string({ unit: fc.constantFrom("a", "\ud83c", "\udfb7", "\0"), maxLength: 4 }),
);

/** Mostly what fits, and sometimes what nearly does. */
const odd: Primitives = {
  ...fitting,
  key: fc.oneof({ weight: 9, arbitrary: anyText }, fc.constant(LOST_KEY)),
  int: fc.oneof(
    { weight: 9, arbitrary: fc.integer() },
    fc.constantFrom(2 ** 31, -(2 ** 31) - 1, 0.5, Number.NaN),
  ),
  long: fc.oneof(
    { weight: 9, arbitrary: fitting["long"]! },
    fc.constantFrom(
      LEAST_LONG - 1,
      GREATEST_LONG + 1,
      GREATEST_LONG + 2,
      -(2 ** 53),
      2 ** 63,
      0.5,
      Number.NaN,
    ),
  ),
  string: anyText,
};

/** Values that fit an Avro schema, given as JSON text. */
export function avroValues(schema: string): fc.Arbitrary<unknown> {
  return arbitrary(JSON.parse(schema) as AvroSchema, fitting, new Map(), "");
}

/** Values of the shape of an Avro schema, some of which do not fit it, or have no form that is read as they are. */
export function oddAvroValues(schema: string): fc.Arbitrary<unknown> {
  return arbitrary(JSON.parse(schema) as AvroSchema, odd, new Map(), "");
}

function arbitrary(
  schema: AvroSchema,
  primitives: Primitives,
  named: Map<string, fc.Arbitrary<unknown>>,
  namespace: string,
): fc.Arbitrary<unknown> {
  if (typeof schema === "string") return primitives[schema] ?? lookUp(schema, named, namespace);
  if (isUnion(schema))
    return fc.oneof(...schema.map((branch) => arbitrary(branch, primitives, named, namespace)));
  const inner = (one: AvroSchema): fc.Arbitrary<unknown> =>
    arbitrary(one, primitives, named, schema.namespace ?? namespace);
  if (schema.type === "array") return fc.array(inner(schema.items!), { maxLength: 5 });
  if (schema.type === "map")
    return fc.dictionary(primitives.key, inner(schema.values!), { maxKeys: 5, noNullPrototype: true });
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
