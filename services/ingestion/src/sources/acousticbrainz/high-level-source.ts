import { topics } from "@interlude/contracts";
import {
  AcousticBrainzError,
  parseDocumentName,
  readHighLevelDocument,
} from "@interlude/core-acousticbrainz";
import { type ArchiveMember, ArchiveReader, type ReadFile } from "@interlude/infra-archives";
import type { EpochWriter } from "../../writer/epoch-writer.js";
import { DUMP_LIMITS } from "../archive-limits.js";
import type { FeatureSource } from "../feature-source.js";

/** Real documents have about ten kilobytes. */
const MAX_DOCUMENT_BYTES = 1024 * 1024;

/** Archives of AcousticBrainz high-level documents, thirty of them with a million small members each. */
export const acousticBrainzHighLevel: FeatureSource = {
  name: "acousticbrainz-highlevel",
  recognises: ({ name }) => /^acousticbrainz-highlevel.*\.tar(\.zst|\.bz2|\.xz)?$/.test(name),
  read,
};

async function read(path: string, writer: EpochWriter, onReading: (file: ReadFile) => void): Promise<void> {
  const archive = new ArchiveReader(path, DUMP_LIMITS);
  onReading(archive);
  let offset = 0;
  for await (const member of archive.members()) {
    if (member.name.endsWith(".json")) {
      const bytes = await firstBytes(member, MAX_DOCUMENT_BYTES);
      try {
        sendDocument(writer, archive.file, member, bytes, offset);
      } catch (error) {
        if (!(error instanceof AcousticBrainzError)) throw error;
        const { code, message: reason } = error;
        writer.deadLetter({ member: member.name, line: null, offset, code, reason, bytes });
      }
      await writer.drain();
    }
    offset++;
  }
  writer.hashes.set(archive.file, archive.sha256());
}

function sendDocument(
  writer: EpochWriter,
  file: string,
  member: ArchiveMember,
  bytes: Buffer,
  offset: number,
): void {
  const name = parseDocumentName(member.name);
  if (name === null) throw new AcousticBrainzError("DOCUMENT_MALFORMED", "its name is not <MBID>-<n>.json");
  if (member.size > MAX_DOCUMENT_BYTES) {
    const problem = `it has ${member.size} bytes, at most ${MAX_DOCUMENT_BYTES} are read`;
    throw new AcousticBrainzError("DOCUMENT_MALFORMED", problem);
  }
  const document = readHighLevelDocument(name, bytes, `${file}:${member.name}`);
  if (document === null) writer.skip("acousticbrainz.empty", 1);
  else writer.send(topics.highLevelDocuments, topics.highLevelDocuments.keyOf(document), document, offset);
}

/** All of a member is read, little of it kept. */
async function firstBytes(member: ArchiveMember, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of member.bytes) {
    if (length < limit) chunks.push(chunk);
    length += chunk.length;
  }
  return chunks.length === 1 ? chunks[0]!.subarray(0, limit) : Buffer.concat(chunks).subarray(0, limit);
}
