import { topics } from "@interlude/contracts";
import { CsvFormatError, CsvHeader, type CsvRow, csvRows } from "@interlude/core-csv";
import { type RowOrigin, SpotifyFields, type SpotifyLayout, layoutOf } from "@interlude/core-popularity";
import type { LetterOrigin, RequestedLetter } from "../../dead-letters/dead-letter.js";
import { keptHeader, tableOfLetter } from "../csv-letter.js";
import { DroppedValues } from "../dropped-values.js";
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
    const dropped = new DroppedValues();
    try {
      const fields = new SpotifyFields(header, row, dropped.note);
      const { signal, track } = layout.read(fields, this.source);
      const { popularitySignals, trackFeatures } = topics;
      if (signal !== null) this.sink.send(popularitySignals, popularitySignals.keyOf(signal), signal, offset);
      if (track !== null) this.sink.send(trackFeatures, trackFeatures.keyOf(track), track, offset);
      dropped.tell(this.sink, { code: "POPULARITY_MALFORMED", member: null, line: row.line });
    } catch (error) {
      const [line, bytes] = [row.line, row.original()];
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
  if (typeof layout !== "string") return { header, layout };
  throw new CsvFormatError(
    "CSV_HEADER_UNKNOWN",
    `${file} has another header than when it was found: ${layout}; copy it again`,
  );
}
