import { CsvFormatError, type CsvHeader, type CsvRow, type ValueDropped } from "@interlude/core-csv";
import { AcousticBrainzError } from "./acousticbrainz-error.js";
import { COLUMNS, type LowLevelColumn, PARTS, type Part, READ_COLUMNS } from "./low-level-columns.js";
import type { LowLevelRecord } from "./records.js";

const MBID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

interface TablePart {
  readonly part: Part;
  readonly columns: readonly (LowLevelColumn & { readonly index: number | null })[];
}

/** A table of low-level features as its header lays it out. */
export class LowLevelTable {
  readonly #mbid: number;
  readonly #offset: number;
  readonly #parts: readonly TablePart[];

  /** @throws CsvFormatError `CSV_HEADER_UNKNOWN` */
  constructor(
    private readonly header: CsvHeader,
    private readonly source: string,
  ) {
    const mbid = header.indexOf("mbid");
    const offset = header.indexOf("submission_offset");
    this.#parts = PARTS.map((part) => ({
      part,
      columns: COLUMNS[part].map((column) => ({ ...column, index: header.indexOf(column.column) })),
    })).filter(({ columns }) => columns.some(({ index }) => index !== null));
    if (mbid === null || offset === null || this.#parts.length === 0) {
      throw new CsvFormatError(
        "CSV_HEADER_UNKNOWN",
        `${source} has no header of low-level features (mbid, submission_offset and some of theirs); fetch it again`,
      );
    }
    const repeated = header.repeated(READ_COLUMNS);
    if (repeated.length > 0) {
      const problem = `${source} has more than one column ${repeated.join(", ")}; fetch it again`;
      throw new CsvFormatError("CSV_HEADER_UNKNOWN", problem);
    }
    this.#mbid = mbid;
    this.#offset = offset;
  }

  /**
   * What a row says of a submission. An empty field is a missing value; so is a measurement that could not be computed, or
   * is none that its column holds, of which `onDropped` is told.
   * @throws AcousticBrainzError `FEATURES_MALFORMED`
   */
  features(row: Pick<CsvRow, "fields" | "isCut">, onDropped: ValueDropped): LowLevelRecord {
    const problem = this.header.problemOf(row);
    if (problem !== null) throw malformed(problem);
    const { fields } = row;
    const mbid = fields[this.#mbid]!;
    if (!MBID.test(mbid)) throw malformed(`mbid ${shown(mbid)} is no MBID`);
    const offset = fields[this.#offset]!;
    if (!/^\d{1,9}$/.test(offset)) throw malformed(`submission_offset ${shown(offset)} is no offset from 0`);
    const { source } = this;
    const nothing: Pick<LowLevelRecord, Part> = { lowlevel: null, rhythm: null, tonal: null };
    const values = Object.fromEntries(
      this.#parts.map(({ part, columns }) => [part, this.#read(columns, fields, onDropped)]),
    );
    return { recording: mbid.toLowerCase(), submission: Number(offset), ...nothing, ...values, source };
  }

  #read(
    columns: TablePart["columns"],
    fields: readonly string[],
    onDropped: ValueDropped,
  ): Record<string, number | string | null> {
    const values: Record<string, number | string | null> = {};
    for (const { column, field, index, read } of columns) {
      const text = index === null ? "" : fields[index]!;
      const value = text === "" ? null : read(text, this.header);
      if (value === null && text !== "") onDropped(column, `${shown(text)} is not what the column holds`);
      values[field] = value;
    }
    return values;
  }
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}

function malformed(problem: string): AcousticBrainzError {
  return new AcousticBrainzError("FEATURES_MALFORMED", problem);
}
