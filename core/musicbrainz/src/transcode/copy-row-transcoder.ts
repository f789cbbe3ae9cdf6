import { isUtf8 } from "node:buffer";
import { aggregateRoot } from "../aggregate-root.js";
import { decodeCopyRow } from "../copy-text.js";
import { type Row, type RowError, rowFromCopy } from "../rows.js";
import type { TableLayout } from "../table-layouts.js";
import { AvroBytes, MAX_LONG_BYTES } from "./avro-bytes.js";
import { CopyFields } from "./copy-fields.js";
import { IRREGULAR } from "./field-bytes.js";
import { RootKey } from "./root-key.js";
import { RowFields } from "./row-fields.js";

/** Avro's index of a union's null, and of the other branch. */
const NULL_BRANCH = 0;
const VALUE_BRANCH = 1;
/** Index of `r`, read from a dump, in the operations c, u, d, r. */
const READ_OPERATION = 3;
/** Index of `dump` in the kinds of source. */
const DUMP_SOURCE = 0;

/** What all rows of a dump have in common. */
export interface DumpOrigin {
  /** Replication sequence of the dump; 0 if it is tied to none. */
  readonly sequence: number;
  /** TIMESTAMP of the dump Unix time in microseconds. */
  readonly ts: number;
}

/**
 * Turns lines of a table's COPY text into the Avro of the table's change records (`op` r, `before` null), without
 * making strings or objects of them. What is not in its most common form is decoded by `decodeCopyRow` and
 * `rowFromCopy`, so values and errors are theirs.
 *
 * `openBlock` says where lines lie; then each is read with `read`, which gives its partition key, and written with
 * `write` to whatever output the key chose.
 */
export class CopyRowTranscoder {
  readonly #fields: CopyFields;
  readonly #row: RowFields;
  readonly #key: RootKey;
  /** `op`, the source's kind, sequence and xid: what stands between the row and its position. */
  readonly #beforePosition: Buffer;
  readonly #ts: Buffer;
  readonly #overhead: number;
  #block: Buffer = Buffer.alloc(0);
  #blockIsText = true;
  #start = 0;
  #end = 0;
  /** The row that was read last, if it had to be decoded. */
  #decoded: Row | null = null;
  #dropped: RowError[] = [];

  /**
   * @param layout the columns of the lines, in the dump's schema sequence
   * @param record the columns of the record's rows: those of `layout`, in its order, perhaps without some
   */
  constructor(
    private readonly layout: TableLayout,
    record: TableLayout,
    { sequence, ts }: DumpOrigin,
  ) {
    this.#fields = new CopyFields(layout);
    this.#row = new RowFields(layout, record);
    this.#key = new RootKey(layout);
    this.#beforePosition = longs(READ_OPERATION, DUMP_SOURCE, sequence, NULL_BRANCH);
    this.#ts = longs(ts);
    this.#overhead = 2 + this.#row.overhead + this.#beforePosition.length + MAX_LONG_BYTES + this.#ts.length;
  }

  /** Takes the bytes that the next lines lie in: whole lines, or each of them has to be checked by itself. */
  openBlock(block: Buffer): void {
    this.#block = block;
    this.#blockIsText = isText(block);
  }

  /**
   * Reads the line in bytes `start` to `end` of the block, without its LF.
   * @returns the row's aggregate root as `aggregateRoot` gives it; valid until the next line is read
   * @throws CopyTextError, RowError
   */
  read(start: number, end: number): Buffer {
    const block = this.#block;
    const fields = this.#fields;
    this.#start = start;
    this.#end = end;
    this.#decoded = null;
    if (this.#dropped.length > 0) this.#dropped = [];
    const readable = this.#blockIsText || isText(block.subarray(start, end));
    const key = readable && fields.locate(block, start, end) ? this.#key.of(block, fields) : null;
    if (key !== null) return key;
    this.#decoded = this.#decode();
    return Buffer.from(aggregateRoot(this.layout, this.#decoded));
  }

  /**
   * Writes the change record of the line that was read last; if it throws, nothing was written.
   * @param position place of the row in the dump, from 0
   * @throws RowError
   */
  write(position: number, out: AvroBytes): void {
    const { length } = out;
    out.reserve(this.#overhead + this.#end - this.#start);
    out.bytes[length] = NULL_BRANCH * 2;
    out.bytes[length + 1] = VALUE_BRANCH * 2;
    const end =
      this.#decoded === null ? this.#row.put(this.#fields, this.#block, out.bytes, length + 2) : IRREGULAR;
    if (end === IRREGULAR) {
      const row = (this.#decoded ??= this.#decode());
      out.length = length + 2;
      this.#row.write(row, out);
    } else {
      out.length = end;
    }
    out.writeBytes(this.#beforePosition);
    out.writeLong(position);
    out.writeBytes(this.#ts);
  }

  /** What is wrong with the values of the line written last that are null in its record. */
  get dropped(): readonly RowError[] {
    return this.#dropped;
  }

  #decode(): Row {
    const fields = decodeCopyRow(this.#block.subarray(this.#start, this.#end));
    return rowFromCopy(this.layout, fields, (fault) => this.#dropped.push(fault));
  }
}

/** Whether the bytes are text as COPY has it, escapes apart. */
function isText(bytes: Buffer): boolean {
  return isUtf8(bytes) && !bytes.includes(0x0d) && !bytes.includes(0);
}

function longs(...values: number[]): Buffer {
  const out = new AvroBytes(values.length * MAX_LONG_BYTES);
  for (const value of values) out.writeLong(value);
  return out.bytes.subarray(0, out.length);
}
