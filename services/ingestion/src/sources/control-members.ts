import { CONTROL_FILE_NAMES, type ControlFiles } from "@interlude/core-musicbrainz";
import { type ArchiveMember, ArchiveReader, memberText } from "../archive/archive-reader.js";
import type { ArchiveLimits } from "../archive/limits.js";

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
