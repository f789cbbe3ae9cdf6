import { topics } from "@interlude/contracts";
import { CsvFormatError, CsvHeader, type CsvRow, csvRows } from "@interlude/core-csv";
import {
  PopularityError,
  type RowOrigin,
  SpotifyFields,
  type SpotifyLayout,
  layoutOf,
} from "@interlude/core-popularity";
import type { LetterOrigin, RequestedLetter } from "../../dead-letters/dead-letter.js";
import { keptHeader, tableOfLetter } from "../csv-letter.js";
import type { DroppedValue } from "../../writer/epoch-writer.js";
import { notFinite } from "../not-finite.js";
import { rowFault } from "../row-fault.js";
import type { RowSink } from "../row-sink.js";

/** Sends the rows of one table of popularity. */
export class TableRows {
  #offset = 0;

  constructor(
    private readonly source: RowOrigin,
    private readonly sink: RowSink,
    /** Called with what an operator should know although it stops nothing. */
    private readonly warn: (message: string) => void,
  ) {}

  /** @throws CsvFormatError if the table cannot be read; a row that cannot is a dead letter */
  async send(bytes: AsyncIterable<Buffer>): Promise<void> {
    const file = this.source.source;
    let table: { header: CsvHeader; layout: SpotifyLayout; origin: LetterOrigin } | null = null;
    for await (const row of csvRows(bytes)) {
      if (table === null) {
        const origin = { reader: "popularity", "as-of": this.source.asOf, header: keptHeader(row) } as const;
        table = { ...tableOf(row, file), origin };
        if (table.layout.read === null) this.warn(`${file} holds ${table.layout.name}, which are skipped`);
      } else {
        this.#send(table, row, table.origin);
      }
      await this.sink.drain();
    }
  }

  /** Of rows that share an id the last one wins: consumers keep one signal a day. */
  #send(
    { header, layout }: { header: CsvHeader; layout: SpotifyLayout },
    row: CsvRow,
    origin: LetterOrigin,
  ): void {
    const offset = this.#offset++;
    if (layout.read === null) return this.sink.skip(`popularity.${layout.name}`, 1);
    const { line } = row;
    const dropped: DroppedValue[] = [];
    const onDropped = (field: string, text: string): void =>
      void dropped.push({ ...notFinite(field, text), member: null, line });
    const { hasDecimalCommas } = header;
    try {
      if (row.fields.length !== header.width) {
        const problem = `the row has ${row.fields.length} fields, the header has ${header.width}`;
        throw new PopularityError(problem);
      }
      const { signal, track } = layout.read(
        new SpotifyFields(header.fieldsByColumn(row.fields), { hasDecimalCommas, onDropped }),
        this.source,
      );
      const { popularitySignals, trackFeatures } = topics;
      if (signal !== null) this.sink.send(popularitySignals, popularitySignals.keyOf(signal), signal, offset);
      if (track !== null) this.sink.send(trackFeatures, trackFeatures.keyOf(track), track, offset);
      for (const one of dropped) this.sink.valueDropped(one);
    } catch (error) {
      const bytes = row.original();
      this.sink.deadLetter({ member: null, line, offset, bytes, origin, ...rowFault(error) });
    }
  }
}

/**
 * Sends the row of a dead letter.
 * @throws CsvFormatError if its table cannot be read; a row that cannot is a dead letter again
 */
export async function replayPopularity(letter: RequestedLetter, sink: RowSink): Promise<void> {
  const source = { asOf: letter.origin["as-of"]!, source: letter.file };
  await new TableRows(source, sink, () => undefined).send(tableOfLetter(letter));
}

function tableOf(row: CsvRow, file: string): { header: CsvHeader; layout: SpotifyLayout } {
  const header = new CsvHeader(row);
  const layout = layoutOf(header);
  if (layout !== null) return { header, layout };
  throw new CsvFormatError(
    "CSV_HEADER_UNKNOWN",
    `${file} has another header than when it was found; copy it again`,
  );
}
