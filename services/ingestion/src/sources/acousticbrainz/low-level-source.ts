import { topics } from "@interlude/contracts";
import { LowLevelTable } from "@interlude/core-acousticbrainz";
import { CsvFormatError, CsvHeader, type CsvRow, csvRows } from "@interlude/core-csv";
import { ArchiveReader, type ReadFile } from "@interlude/infra-archives";
import type { EpochWriter } from "../../writer/epoch-writer.js";
import { DUMP_LIMITS } from "../archive-limits.js";
import type { LetterOrigin, RequestedLetter } from "../../dead-letters/dead-letter.js";
import { keptHeader, tableOfLetter } from "../csv-letter.js";
import type { FeatureSource } from "../feature-source.js";
import { DroppedValues } from "../dropped-values.js";
import { rowFault } from "../row-fault.js";
import type { RowSink } from "../row-sink.js";

/** Archives of AcousticBrainz low-level features: one table each, with a row for each of 29 million submissions. */
export const acousticBrainzLowLevel: FeatureSource = {
  name: "acousticbrainz-lowlevel",
  recognises: ({ name }) => /^acousticbrainz-lowlevel-features.*\.tar(\.zst|\.bz2|\.xz)?$/.test(name),
  read,
};

async function read(path: string, writer: EpochWriter, onReading: (file: ReadFile) => void): Promise<void> {
  const archive = new ArchiveReader(path, DUMP_LIMITS);
  onReading(archive);
  const rows = new RowSender(writer);
  for await (const member of archive.members()) {
    if (member.name.endsWith(".csv")) await rows.send(archive.file, member.name, member.bytes);
  }
  if (rows.tables === 0) {
    throw new CsvFormatError(
      "CSV_HEADER_UNKNOWN",
      `${archive.file} holds no table of features; it is not what its name says: fetch it again`,
    );
  }
  writer.hashes.set(archive.file, archive.sha256());
}

/**
 * Sends the row of a dead letter.
 * @throws CsvFormatError if its table cannot be read; a row that cannot is a dead letter again
 */
export async function replayFeatures(letter: RequestedLetter, sink: RowSink): Promise<void> {
  await new RowSender(sink).send(letter.file, letter.member!, tableOfLetter(letter));
}

class RowSender {
  tables = 0;
  /** Offset of the next row among all of the archive's. */
  #offset = 0;

  constructor(private readonly writer: RowSink) {}

  async send(file: string, member: string, bytes: AsyncIterable<Buffer>): Promise<void> {
    const source = `${file}:${member}`;
    let table: LowLevelTable | null = null;
    let origin: LetterOrigin = { reader: "acousticbrainz-lowlevel" };
    for await (const row of csvRows(bytes)) {
      if (table === null) {
        table = new LowLevelTable(new CsvHeader(row), source);
        origin = { ...origin, header: keptHeader(row) };
      } else {
        this.#sendRow(table, row, member, origin);
      }
      await this.writer.drain();
    }
    if (table !== null) this.tables++;
  }

  #sendRow(table: LowLevelTable, row: CsvRow, member: string, origin: LetterOrigin): void {
    const offset = this.#offset++;
    const dropped = new DroppedValues();
    try {
      const features = table.features(row, dropped.note);
      this.writer.send(topics.lowLevelFeatures, topics.lowLevelFeatures.keyOf(features), features, offset);
      dropped.tell(this.writer, { code: "FEATURES_MALFORMED", member, line: row.line });
    } catch (error) {
      const [line, bytes] = [row.line, row.original()];
      this.writer.deadLetter({ member, line, offset, bytes, origin, ...rowFault(error) });
    }
  }
}
