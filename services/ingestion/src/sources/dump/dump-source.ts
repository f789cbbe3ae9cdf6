import { decodeCopyRow, rowFromCopy, tableLayout } from "@interlude/core-musicbrainz";
import { type ArchiveMember, ArchiveReader, type ReadFile } from "@interlude/infra-archives";
import { IngestionError } from "../../ingestion-error.js";
import type { EpochWriter } from "../../writer/epoch-writer.js";
import { DUMP_LIMITS } from "../archive-limits.js";
import { isControlMember, memberLines } from "../archive-members.js";
import type { DumpIdentity } from "./dump-control.js";
import { DumpTable, tableOf } from "./dump-table.js";

/**
 * Sends the rows of a dump's archives, in their order, while reading. A table that no archive has is empty. Rows that
 * cannot be read become dead letters.
 * @param tables that are replicated; rows of others are counted
 * @param onReading called with each archive before it is read
 * @throws IngestionError
 */
export async function readDump(
  paths: readonly string[],
  identity: DumpIdentity,
  tables: ReadonlySet<string>,
  writer: EpochWriter,
  onReading: (archive: ReadFile) => void,
): Promise<void> {
  for (const path of paths) {
    const archive = new ArchiveReader(path, DUMP_LIMITS);
    onReading(archive);
    writer.beginFile(archive.file);
    // Offset of the next line in this archive, replicated or not: it must not depend on what is replicated.
    let offset = 0;
    for await (const member of archive.members()) {
      if (isControlMember(member)) continue;
      const table = tableOf(member.name);
      if (table === "replication_control") await checkControlRow(archive.file, member, identity);
      else if (table === null || !tables.has(table)) offset += await skip(member, writer);
      else offset += await new DumpTable(member.name, table, identity, writer, offset).read(member.bytes);
    }
    writer.hashes.set(archive.file, archive.sha256());
  }
}

/** Counts the rows of a table that is not replicated by its line ends. */
async function skip(member: ArchiveMember, writer: EpochWriter): Promise<number> {
  let rows = 0;
  for await (const chunk of member.bytes) {
    for (let at = chunk.indexOf(0x0a); at !== -1; at = chunk.indexOf(0x0a, at + 1)) rows++;
    await writer.drain();
  }
  const table = member.name.replace(/^mbdump\//, "");
  writer.skip(table.includes(".") ? table : `musicbrainz.${table}`, rows);
  return rows;
}

/** Of the dumped row of `replication_control`, only the schema sequence is meaningful; it must be the archive's. */
async function checkControlRow(file: string, member: ArchiveMember, identity: DumpIdentity): Promise<void> {
  const { schemaSequence } = identity;
  const layout = tableLayout("replication_control", schemaSequence);
  for await (const lines of memberLines(member)) {
    for (const line of lines) {
      const found = rowFromCopy(layout, decodeCopyRow(line))["current_schema_sequence"];
      if (found === schemaSequence) continue;
      throw new IngestionError(
        "ARCHIVES_DISAGREE",
        `${file} says schema sequence ${schemaSequence} in SCHEMA_SEQUENCE and ${String(found)} in ${member.name}; ` +
          "it is damaged or was put together by hand: fetch it again",
      );
    }
  }
}
