import type { Row } from "../rows.js";
import { type Column, type TableLayout, mayBeNull } from "../table-layouts.js";
import { type AvroBytes, MAX_LONG_BYTES } from "./avro-bytes.js";
import { mostCharacters } from "../text-length.js";
import type { CopyFields } from "./copy-fields.js";
import { IRREGULAR, putBoolean, putInteger, putText, putTimestamp, putUuid } from "./field-bytes.js";

const INT2 = 0;
const INT4 = 1;
const BOOLEAN = 2;
const TIMESTAMP = 3;
const UUID = 4;
const TEXT = 5;

const KINDS: Readonly<Record<string, number>> = {
  int2: INT2,
  int4: INT4,
  bool: BOOLEAN,
  timestamptz: TIMESTAMP,
  uuid: UUID,
};

const MAX_INT2 = 0x7fff;
const MAX_INT4 = 0x7fff_ffff;

const BACKSLASH = 0x5c;
/** Length of `\N`, the only field of a located line that starts with a backslash. */
const NULL_LENGTH = 2;

/** Avro's bytes of the branches of `[null, T]`. */
const NULL_BRANCH = 0;
const VALUE_BRANCH = 2;

/** The Avro of a table's row: its columns in order, `[null, T]` if they may be null there. */
export class RowFields {
  readonly #kinds: Uint8Array;
  readonly #nullable: Uint8Array;
  /** 1 for a column that the record has as `[null, T]`. */
  readonly #isUnion: Uint8Array;
  /** Of text: so many bytes are certainly no more characters than the column may have. */
  readonly #limits: Uint32Array;
  /** 0 for a column that is read, and not in the record. */
  readonly #kept: Uint8Array;
  readonly #columns: readonly (Pick<Column, "name"> & { readonly isUnion: boolean })[];
  /** How many bytes a row may take beyond those of its line. */
  readonly overhead: number;

  /**
   * @param layout the columns of the lines
   * @param record the columns of the Avro record: those of `layout`, in its order, perhaps without some
   */
  constructor(layout: TableLayout, record: TableLayout) {
    const kept = new Set(record.columns.map(({ name }) => name));
    this.#columns = layout.columns
      .filter(({ name }) => kept.has(name))
      .map((column) => ({ name: column.name, isUnion: mayBeNull(layout, column) }));
    this.#kept = Uint8Array.from(layout.columns, ({ name }) => (kept.has(name) ? 1 : 0));
    this.#kinds = Uint8Array.from(layout.columns, ({ type }) => KINDS[type] ?? TEXT);
    this.#nullable = Uint8Array.from(layout.columns, ({ nullable }) => (nullable ? 1 : 0));
    this.#isUnion = Uint8Array.from(layout.columns, (column) => (mayBeNull(layout, column) ? 1 : 0));
    this.#limits = Uint32Array.from(layout.columns, ({ type }) => mostCharacters(type));
    this.overhead = layout.columns.length * (MAX_LONG_BYTES + 1);
  }

  /**
   * Writes the row of a located line, whose text is UTF-8, at `at` of a target that has room, and returns where it
   * ended; IRREGULAR if the row has to be decoded to know what it is.
   */
  put({ starts, count }: CopyFields, source: Buffer, target: Buffer, at: number): number {
    const kinds = this.#kinds;
    const nullable = this.#nullable;
    const isUnion = this.#isUnion;
    const limits = this.#limits;
    const kept = this.#kept;
    for (let field = 0; field < count; field++) {
      const start = starts[field]!;
      const end = starts[field + 1]! - 1;
      const isNull = end - start === NULL_LENGTH && source[start] === BACKSLASH;
      const fieldAt = at;
      if (isNull && nullable[field] === 0) return IRREGULAR;
      if (isUnion[field] === 1) target[at++] = isNull ? NULL_BRANCH : VALUE_BRANCH;
      if (!isNull) {
        if (kinds[field] === TEXT && end - start > limits[field]!) return IRREGULAR;
        at = putField(kinds[field]!, target, at, source, start, end);
      }
      if (at === IRREGULAR) return IRREGULAR;
      if (kept[field] === 0) at = fieldAt;
    }
    return at;
  }

  /** Writes a row that was decoded. */
  write(row: Row, out: AvroBytes): void {
    for (const { name, isUnion } of this.#columns) {
      const value = row[name] ?? null;
      if (isUnion) out.writeLong(value === null ? 0 : 1);
      if (typeof value === "number") out.writeLong(value);
      else if (typeof value === "boolean") out.writeBoolean(value);
      else if (value !== null) out.writeString(value);
    }
  }
}

function putField(
  kind: number,
  target: Buffer,
  at: number,
  source: Buffer,
  start: number,
  end: number,
): number {
  switch (kind) {
    case INT2:
      return putInteger(target, at, source, start, end, MAX_INT2);
    case INT4:
      return putInteger(target, at, source, start, end, MAX_INT4);
    case BOOLEAN:
      return putBoolean(target, at, source, start, end);
    case TIMESTAMP:
      return putTimestamp(target, at, source, start, end);
    case UUID:
      return putUuid(target, at, source, start, end);
    default:
      return putText(target, at, source, start, end);
  }
}
