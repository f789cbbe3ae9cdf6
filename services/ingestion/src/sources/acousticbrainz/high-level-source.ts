import { topics } from "@interlude/contracts";
import {
  AcousticBrainzError,
  parseDocumentName,
  readHighLevelDocument,
} from "@interlude/core-acousticbrainz";
import { type ArchiveMember, ArchiveReader, type ReadFile } from "@interlude/infra-archives";
import type { EpochWriter } from "../../writer/epoch-writer.js";
import { DUMP_LIMITS } from "../archive-limits.js";
import type { RequestedLetter } from "../../dead-letters/dead-letter.js";
import type { FeatureSource } from "../feature-source.js";
import { DroppedValues } from "../dropped-values.js";
import { rowFault } from "../row-fault.js";
import type { RowSink } from "../row-sink.js";

/** Real documents have about ten kilobytes. */
const MAX_DOCUMENT_BYTES = 1024 * 1024;

/** Of one that cannot be read. */
const MAX_KEPT_BYTES = 16 * 1024 * 1024;

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
      const bytes = await firstBytes(member, MAX_KEPT_BYTES);
      const { name, size } = member;
      try {
        sendDocument({ file: archive.file, member: name, bytes, size }, writer, offset);
      } catch (error) {
        const origin = { reader: "acousticbrainz-highlevel" } as const;
        writer.deadLetter({ member: name, line: null, offset, bytes, origin, ...rowFault(error) });
      }
      await writer.drain();
    }
    offset++;
  }
  writer.hashes.set(archive.file, archive.sha256());
}

interface DocumentInput {
  readonly file: string;
  readonly member: string;
  readonly bytes: Buffer;
  /** How many bytes the document has, kept or not. */
  readonly size: number;
}

/** @throws AcousticBrainzError */
function sendDocument({ file, member, bytes, size }: DocumentInput, writer: RowSink, offset: number): void {
  const name = parseDocumentName(member);
  if (name === null) throw new AcousticBrainzError("DOCUMENT_MALFORMED", "its name is not <MBID>-<n>.json");
  if (size > MAX_DOCUMENT_BYTES) {
    const problem = `it has ${size} bytes, at most ${MAX_DOCUMENT_BYTES} are read`;
    throw new AcousticBrainzError("DOCUMENT_MALFORMED", problem);
  }
  const dropped = new DroppedValues();
  const document = readHighLevelDocument(name, bytes, `${file}:${member}`, dropped.note);
  if (document === null) writer.skip("acousticbrainz.empty", 1);
  else writer.send(topics.highLevelDocuments, topics.highLevelDocuments.keyOf(document), document, offset);
  dropped.tell(writer, { code: "DOCUMENT_MALFORMED", member, line: null });
}

/**
 * Sends the document of a dead letter.
 * @throws what it still cannot be read for
 */
export function replayDocument({ file, member, bytes }: RequestedLetter, sink: RowSink): void {
  sendDocument({ file, member: member!, bytes, size: bytes.length }, sink, 0);
}

/** All of a member is read, not all of it kept. */
async function firstBytes(member: ArchiveMember, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of member.bytes) {
    if (length < limit) chunks.push(chunk);
    length += chunk.length;
  }
  return chunks.length === 1 ? chunks[0]!.subarray(0, limit) : Buffer.concat(chunks).subarray(0, limit);
}
