import { fullName, isUnion, type AvroSchema, type AvroSchemaObject } from "./avro-schema.js";

/**
 * Steps over one value.
 * @throws RangeError if the bytes cannot hold it
 */
type Step = (cursor: ByteCursor) => void;

/**
 * Checks that a value's counts and lengths fit the bytes that are there.
 * @throws RangeError if they do not
 */
type BoundsCheck = (bytes: Buffer) => void;

/**
 * The check of values that a schema wrote, or null if the schema has no arrays and no maps.
 *
 * avsc believes the number of items that it reads: a few broken bytes keep it busy for hours or take
 * all memory. An item takes a byte at least, so no more items can follow than there are bytes.
 */
export function boundsCheck(schema: string): BoundsCheck | null {
  if (!/"type":\s*"(array|map)"/.test(schema)) return null;
  const step = stepOver(JSON.parse(schema) as AvroSchema, new Map(), "");
  return (bytes) => step(new ByteCursor(bytes));
}

class ByteCursor {
  #position = 0;

  constructor(private readonly bytes: Buffer) {}

  get left(): number {
    return this.bytes.length - this.#position;
  }

  skip(count: number): void {
    if (count < 0 || count > this.left) throw new RangeError("truncated, or a length is wrong");
    this.#position += count;
  }

  /** A zigzag variable-length integer; inexact beyond 2^53, where any comparison has been decided. */
  long(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.bytes[this.#position++];
      if (byte === undefined) throw new RangeError("truncated");
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
    }
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}

const stepOverLong: Step = (cursor) => void cursor.long();
const stepOverText: Step = (cursor) => cursor.skip(cursor.long());
const skip =
  (bytes: number): Step =>
  (cursor) =>
    cursor.skip(bytes);

const primitives: Readonly<Record<string, Step>> = {
  null: skip(0),
  boolean: skip(1),
  int: stepOverLong,
  long: stepOverLong,
  float: skip(4),
  double: skip(8),
  string: stepOverText,
  bytes: stepOverText,
};

function stepOver(schema: AvroSchema, named: Map<string, Step>, namespace: string): Step {
  if (typeof schema === "string") {
    return primitives[schema] ?? ((cursor) => named.get(fullName(schema, namespace))!(cursor));
  }
  if (isUnion(schema)) return stepOverUnion(schema.map((branch) => stepOver(branch, named, namespace)));
  const within = schema.namespace ?? namespace;
  const inner = (one: AvroSchema): Step => stepOver(one, named, within);
  switch (schema.type) {
    case "array":
      return stepOverItems(inner(schema.items!));
    case "map":
      return stepOverItems(inSequence([stepOverText, inner(schema.values!)]));
    case "enum":
      return define(stepOverLong, schema, named, within);
    case "fixed":
      return define(skip(schema.size!), schema, named, within);
    case "record":
      return define(inSequence(schema.fields!.map(({ type }) => inner(type))), schema, named, within);
    default:
      return inner(schema.type);
  }
}

function define(step: Step, { name }: AvroSchemaObject, named: Map<string, Step>, namespace: string): Step {
  named.set(fullName(name!, namespace), step);
  return step;
}

function inSequence(steps: readonly Step[]): Step {
  return (cursor) => {
    for (const step of steps) step(cursor);
  };
}

function stepOverUnion(branches: readonly Step[]): Step {
  return (cursor) => {
    const branch = branches[cursor.long()];
    if (branch === undefined) throw new RangeError("a union has no such branch");
    branch(cursor);
  };
}

/** Items come in blocks; a negative count is followed by the block's size in bytes. */
function stepOverItems(item: Step): Step {
  return (cursor) => {
    for (;;) {
      const signed = cursor.long();
      if (signed === 0) return;
      if (signed < 0) cursor.long();
      const count = Math.abs(signed);
      if (count > cursor.left) throw new RangeError(`${count} items do not fit ${cursor.left} bytes`);
      for (let index = 0; index < count; index++) item(cursor);
    }
  };
}
