import { fullName, isUnion, type AvroSchema } from "./avro-schema.js";

/**
 * Checks that a value would be read as it was written.
 * @throws RangeError if it would not be
 */
type ExactnessCheck = (value: unknown) => void;

/**
 * The integers that readers get back: they have a long as a double, and Avro doubles it (or takes one off, of a negative
 * one) before it is written.
 */
export const LEAST_LONG = -(2 ** 52);
export const GREATEST_LONG = 2 ** 53 - 2;

/** Halves of surrogate pairs; whole pairs are found too, hence the second look. */
const SUSPICIOUS = /[\ud800-\udfff]/;
const HALF_PAIR = /\p{Surrogate}/u;

/**
 * The check of values of a schema, or null if all that fit it are read as they are. avsc writes some others without a
 * word: longs that come out as their neighbours, text that has no UTF-8 form, keys that no object can have.
 */
export function exactnessCheck(schema: string): ExactnessCheck | null {
  return checkOf(JSON.parse(schema) as AvroSchema, new Map(), "");
}

/** Named types are checked where they are used again; null for one with nothing to check. */
type NamedChecks = Map<string, ExactnessCheck | null>;

function checkOf(schema: AvroSchema, named: NamedChecks, namespace: string): ExactnessCheck | null {
  if (schema === "long") return checkLong;
  if (schema === "string") return checkText;
  if (typeof schema === "string") return named.get(fullName(schema, namespace)) ?? null;
  // Unions are of null and one other type.
  if (isUnion(schema)) return checkOf(schema.find((branch) => branch !== "null") ?? "null", named, namespace);
  const within = schema.namespace ?? namespace;
  const inner = (one: AvroSchema): ExactnessCheck | null => checkOf(one, named, within);
  switch (schema.type) {
    case "array":
      return checkItems(inner(schema.items!));
    case "map":
      return checkEntries(inner(schema.values!));
    case "record": {
      const fields = schema.fields!.map(({ name, type }) => [name, inner(type)] as const);
      const check = checkFields(
        fields.flatMap(([name, one]) => (one === null ? [] : [[name, one] as const])),
      );
      named.set(fullName(schema.name!, within), check);
      return check;
    }
    case "enum":
    case "fixed":
      return null;
    default:
      return inner(schema.type);
  }
}

/** What is not of the type at all is left to the encoder. */
const checkLong: ExactnessCheck = (value) => {
  if (typeof value === "number" && (value < LEAST_LONG || value > GREATEST_LONG)) {
    throw new RangeError(`${value} is not between ${LEAST_LONG} and ${GREATEST_LONG}, which a long can hold`);
  }
};

const checkText: ExactnessCheck = (value) => {
  if (typeof value === "string" && SUSPICIOUS.test(value) && HALF_PAIR.test(value)) {
    throw new RangeError(
      `${JSON.stringify(value.slice(0, 60))} has half a surrogate pair, which has no UTF-8 form`,
    );
  }
};

function checkItems(check: ExactnessCheck | null): ExactnessCheck | null {
  if (check === null) return null;
  return (value) => {
    if (Array.isArray(value)) for (const item of value) check(item);
  };
}

function checkEntries(check: ExactnessCheck | null): ExactnessCheck {
  return (value) => {
    if (!isObject(value)) return;
    for (const [key, one] of Object.entries(value)) {
      checkText(key);
      if (key === "__proto__") throw new RangeError("__proto__ is a key that no reader's object can have");
      check?.(one);
    }
  };
}

function checkFields(fields: readonly (readonly [string, ExactnessCheck])[]): ExactnessCheck | null {
  if (fields.length === 0) return null;
  return (value) => {
    if (isObject(value)) for (const [name, check] of fields) check(value[name]);
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
