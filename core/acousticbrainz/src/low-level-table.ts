import { CsvFormatError, type CsvHeader, isNotFinite } from "@interlude/core-csv";
import { AcousticBrainzError } from "./acousticbrainz-error.js";
import { COLUMNS, type LowLevelColumn, PARTS, type Part } from "./low-level-columns.js";
import type { LowLevelRecord } from "./records.js";

const MBID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Called with the column and the text of a value that is missing because it could not be computed. */
type ValueDropped = (column: string, text: string) => void;

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
    this.#mbid = mbid;
    this.#offset = offset;
  }

  /**
   * What a row says of a submission. An empty field is a missing value; so is a number that could not be computed, of
   * whose column and text `onDropped` is told.
   * @throws AcousticBrainzError `FEATURES_MALFORMED`
   */
  features(fields: readonly string[], onDropped: ValueDropped = () => {}): LowLevelRecord {
    if (fields.length !== this.header.width) {
      throw malformed(`the row has ${fields.length} fields, the header has ${this.header.width}`);
    }
    const mbid = fields[this.#mbid]!;
    if (!MBID.test(mbid)) throw malformed(`mbid ${shown(mbid)} is no MBID`);
    const offset = fields[this.#offset]!;
    if (!/^\d{1,9}$/.test(offset)) throw malformed(`submission_offset ${shown(offset)} is no offset from 0`);
    const { source } = this;
    const nothing: Pick<LowLevelRecord, Part> = { lowlevel: null, rhythm: null, tonal: null };
    const values = Object.fromEntries(
      this.#parts.map(({ part, columns }) => [part, read(columns, fields, onDropped)]),
    );
    return { recording: mbid.toLowerCase(), submission: Number(offset), ...nothing, ...values, source };
  }
}

function read(
  columns: TablePart["columns"],
  fields: readonly string[],
  onDropped: ValueDropped,
): Record<string, number | string | null> {
  const values: Record<string, number | string | null> = {};
  for (const { column, field, index, read: readField } of columns) {
    const text = index === null ? "" : fields[index]!;
    values[field] = text === "" ? null : readField(text);
    if (values[field] !== null || text === "") continue;
    if (!isNotFinite(text)) throw malformed(`${column} ${shown(text)} is not what the column holds`);
    onDropped(column, text);
  }
  return values;
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}

function malformed(problem: string): AcousticBrainzError {
  return new AcousticBrainzError("FEATURES_MALFORMED", problem);
}
