import type { LowLevelFeatures } from "@interlude/contracts";
import { IngestionError } from "../../ingestion-error.js";
import type { CsvHeader } from "../csv/csv-header.js";
import { COLUMNS, type LowLevelColumn, PARTS, type Part } from "./low-level-columns.js";

const MBID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

interface PlacedPart {
  readonly part: Part;
  readonly columns: readonly (LowLevelColumn & { readonly place: number | null })[];
}

/** A table of low-level features as its header lays it out. */
export class LowLevelTable {
  private readonly mbid: number;
  private readonly offset: number;
  private readonly parts: readonly PlacedPart[];

  /** @throws IngestionError `CSV_HEADER_UNKNOWN` */
  constructor(
    private readonly header: CsvHeader,
    private readonly source: string,
  ) {
    const mbid = header.placeOf("mbid");
    const offset = header.placeOf("submission_offset");
    this.parts = PARTS.map((part) => ({
      part,
      columns: COLUMNS[part].map((column) => ({ ...column, place: header.placeOf(column.column) })),
    })).filter(({ columns }) => columns.some(({ place }) => place !== null));
    if (mbid === null || offset === null || this.parts.length === 0) {
      throw new IngestionError(
        "CSV_HEADER_UNKNOWN",
        `${source} has no header of low-level features (mbid, submission_offset and some of theirs); fetch it again`,
      );
    }
    this.mbid = mbid;
    this.offset = offset;
  }

  /**
   * What a row says of a submission. An empty field is a missing value.
   * @throws IngestionError `FEATURES_MALFORMED`
   */
  features(fields: readonly string[]): LowLevelFeatures {
    if (fields.length !== this.header.width) {
      throw malformed(`the row has ${fields.length} fields, the header has ${this.header.width}`);
    }
    const mbid = fields[this.mbid]!;
    if (!MBID.test(mbid)) throw malformed(`mbid ${shown(mbid)} is no MBID`);
    const offset = fields[this.offset]!;
    if (!/^\d{1,9}$/.test(offset)) throw malformed(`submission_offset ${shown(offset)} is no offset from 0`);
    const { source } = this;
    const nothing: Pick<LowLevelFeatures, Part> = { lowlevel: null, rhythm: null, tonal: null };
    const values = Object.fromEntries(this.parts.map(({ part, columns }) => [part, read(columns, fields)]));
    return { recording: mbid.toLowerCase(), submission: Number(offset), ...nothing, ...values, source };
  }
}

function read(
  columns: PlacedPart["columns"],
  fields: readonly string[],
): Record<string, number | string | null> {
  const values: Record<string, number | string | null> = {};
  for (const { column, field, place, read: readField } of columns) {
    const text = place === null ? "" : fields[place]!;
    const value = text === "" ? null : readField(text);
    if (value === null && text !== "")
      throw malformed(`${column} ${shown(text)} is not what the column holds`);
    values[field] = value;
  }
  return values;
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}

function malformed(problem: string): IngestionError {
  return new IngestionError("FEATURES_MALFORMED", problem);
}
