import { topics } from "@interlude/contracts";
import { type ArchiveMember, ArchiveReader } from "../../archive/archive-reader.js";
import { DUMP_LIMITS } from "../../archive/limits.js";
import type { EpochWriter } from "../../epochs/epoch-writer.js";
import { IngestionError } from "../../ingestion-error.js";
import { parseDocumentName, readHighLevelDocument } from "./high-level-document.js";

/** Real documents have about ten kilobytes. */
const MAX_DOCUMENT_BYTES = 1024 * 1024;

/** Whether the file is an archive of AcousticBrainz high-level documents. */
export function isAcousticBrainzFile(name: string): boolean {
  return /^acousticbrainz-highlevel.*\.tar(\.zst)?$/.test(name);
}

/**
 * Sends every document of an archive while reading. Documents that cannot be read are set aside.
 * @throws IngestionError
 */
export async function readAcousticBrainz(path: string, writer: EpochWriter): Promise<void> {
  const archive = new ArchiveReader(path, DUMP_LIMITS);
  for await (const member of archive.members()) {
    const name = parseDocumentName(member.name);
    if (name === null) continue;
    const bytes = await firstBytes(member, MAX_DOCUMENT_BYTES);
    try {
      if (member.size > MAX_DOCUMENT_BYTES) {
        throw new IngestionError("DOCUMENT_MALFORMED", `the document has ${member.size} bytes`);
      }
      const source = `${archive.file}:${member.name}`;
      const document = readHighLevelDocument(name, bytes.toString("utf8"), source);
      if (document === null) writer.skip("acousticbrainz.empty", 1);
      else writer.send(topics.highLevelDocuments, document.recording, document);
    } catch (error) {
      if (!(error instanceof IngestionError)) throw error;
      const { code, message: reason } = error;
      writer.reject({ file: archive.file, member: member.name, line: null, code, reason, bytes });
    }
    await writer.drain();
  }
  writer.hashes.set(archive.file, archive.sha256());
}

async function firstBytes(member: ArchiveMember, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of member.bytes) {
    if (length < limit) chunks.push(chunk);
    length += chunk.length;
  }
  return Buffer.concat(chunks).subarray(0, limit);
}
