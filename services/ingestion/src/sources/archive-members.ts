import { CONTROL_FILE_NAMES, type ControlFiles, CopyLineSplitter } from "@interlude/core-musicbrainz";
import { type ArchiveLimits, type ArchiveMember, ArchiveReader, memberText } from "@interlude/infra-archives";

const MAX_CONTROL_BYTES = 64 * 1024;

/** Whether the member is one of the small files at the head of an archive. */
export function isControlMember(member: ArchiveMember): boolean {
  return CONTROL_FILE_NAMES.includes(member.name);
}

/** A control file's text. */
export function controlText(member: ArchiveMember): Promise<string> {
  return memberText(member, MAX_CONTROL_BYTES);
}

/** The control files at the head of an archive; the rest of it is not read. */
export async function readControlFiles(path: string, limits: ArchiveLimits): Promise<ControlFiles> {
  const files: Record<string, string> = {};
  for await (const member of new ArchiveReader(path, limits).members()) {
    if (!isControlMember(member)) break;
    files[member.name] = await controlText(member);
  }
  return files;
}

/**
 * A member's lines without their LF, as many at a time as a chunk completes.
 * @throws CopyTextError `COPY_LINE_TOO_LONG`
 */
export async function* memberLines(member: ArchiveMember): AsyncGenerator<readonly Buffer[]> {
  const splitter = new CopyLineSplitter();
  for await (const chunk of member.bytes) yield splitter.push(chunk);
  const last = splitter.end();
  if (last !== null) yield [last];
}
