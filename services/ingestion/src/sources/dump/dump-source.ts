import {
  CopyTextError,
  RowError,
  type TableLayout,
  decodeCopyRow,
  isEndOfData,
  rowFromCopy,
  tableLayout,
} from "@interlude/core-musicbrainz";
import { type ArchiveMember, ArchiveReader, memberLines } from "../../archive/archive-reader.js";
import { DUMP_LIMITS } from "../../archive/limits.js";
import type { EpochWriter } from "../../epochs/epoch-writer.js";
import { KEPT_TABLES, sendDumpRow } from "../../epochs/row-records.js";
import { isControlMember } from "../control-members.js";
import type { DumpIdentity } from "./dump-control.js";

/**
 * Sends the rows of kept tables of a dump's archives, in their order, while reading. A table that no archive has is
 * empty. Rows that cannot be read are set aside.
 * @throws IngestionError
 */
export async function readDump(
  paths: readonly string[],
  identity: DumpIdentity,
  writer: EpochWriter,
): Promise<void> {
  const dump = new DumpRows(identity, writer);
  for (const path of paths) {
    const archive = new ArchiveReader(path, DUMP_LIMITS);
    for await (const member of archive.members()) {
      if (isControlMember(member)) continue;
      const table = tableOf(member.name);
      if (table === null || !KEPT_TABLES.has(table)) await dump.skip(member);
      else await dump.read(archive.file, member, tableLayout(table, identity.schemaSequence));
    }
    writer.hashes.set(archive.file, archive.sha256());
  }
}

/** `mbdump/artist` and `mbdump/musicbrainz.artist` are the table artist; other schemas are none of ours. */
function tableOf(member: string): string | null {
  return /^mbdump\/(?:musicbrainz\.)?([a-z0-9_]+)$/.exec(member)?.[1] ?? null;
}

class DumpRows {
  /** Place in the dump, over all tables. */
  private position = 0;

  constructor(
    private readonly identity: DumpIdentity,
    private readonly writer: EpochWriter,
  ) {}

  async read(file: string, member: ArchiveMember, layout: TableLayout): Promise<void> {
    let line = 0;
    for await (const lines of memberLines(member)) {
      for (const bytes of lines) {
        line++;
        if (!isEndOfData(bytes)) this.send(bytes, layout, { file, member: member.name, line });
      }
      await this.writer.drain();
    }
  }

  /** Counts the rows of a table that is not kept by its line ends. */
  async skip(member: ArchiveMember): Promise<void> {
    let rows = 0;
    for await (const chunk of member.bytes) {
      for (let at = chunk.indexOf(0x0a); at !== -1; at = chunk.indexOf(0x0a, at + 1)) rows++;
      await this.writer.drain();
    }
    const table = member.name.replace(/^mbdump\//, "");
    this.writer.skip(table.includes(".") ? table : `musicbrainz.${table}`, rows);
  }

  private send(
    bytes: Buffer,
    layout: TableLayout,
    place: { file: string; member: string; line: number },
  ): void {
    try {
      const row = rowFromCopy(layout, decodeCopyRow(bytes));
      const sequence = this.identity.replicationSequence ?? 0;
      const source = { kind: "dump", sequence, xid: null, position: this.position } as const;
      sendDumpRow(this.writer, layout, row, { source, ts: this.identity.timestamp ?? 0 });
      this.position++;
    } catch (error) {
      if (!(error instanceof CopyTextError || error instanceof RowError)) throw error;
      // The line shares memory with its chunk, which goes on being used.
      this.writer.reject({ ...place, code: error.code, reason: error.message, bytes: Buffer.from(bytes) });
    }
  }
}
