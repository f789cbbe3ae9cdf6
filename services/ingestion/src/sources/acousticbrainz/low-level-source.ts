import { topics } from "@interlude/contracts";
import { AcousticBrainzError, LowLevelTable } from "@interlude/core-acousticbrainz";
import { CsvFormatError, CsvHeader, type CsvRow, csvRows } from "@interlude/core-csv";
import { type ArchiveMember, ArchiveReader, type ReadFile } from "@interlude/infra-archives";
import type { EpochWriter } from "../../writer/epoch-writer.js";
import { DUMP_LIMITS } from "../archive-limits.js";
import type { FeatureSource } from "../feature-source.js";

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
    if (member.name.endsWith(".csv")) await rows.send(archive.file, member);
  }
  if (rows.tables === 0) {
    throw new CsvFormatError(
      "CSV_HEADER_UNKNOWN",
      `${archive.file} holds no table of features; it is not what its name says: fetch it again`,
    );
  }
  writer.hashes.set(archive.file, archive.sha256());
}

class RowSender {
  tables = 0;
  /** Offset of the next row among all of the archive's. */
  #offset = 0;

  constructor(private readonly writer: EpochWriter) {}

  async send(file: string, member: ArchiveMember): Promise<void> {
    const source = `${file}:${member.name}`;
    let table: LowLevelTable | null = null;
    for await (const row of csvRows(member.bytes, source)) {
      if (table === null) table = new LowLevelTable(new CsvHeader(row.fields), source);
      else this.#sendRow(table, row, member.name);
      await this.writer.drain();
    }
    if (table !== null) this.tables++;
  }

  #sendRow(table: LowLevelTable, row: CsvRow, member: string): void {
    const offset = this.#offset++;
    try {
      const features = table.features(row.fields);
      this.writer.send(topics.lowLevelFeatures, topics.lowLevelFeatures.keyOf(features), features, offset);
    } catch (error) {
      if (!(error instanceof AcousticBrainzError)) throw error;
      const { code, message: reason } = error;
      this.writer.deadLetter({ member, line: row.line, offset, code, reason, bytes: row.original() });
    }
  }
}
