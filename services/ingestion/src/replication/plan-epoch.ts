import type { EpochKind as FileKind } from "@interlude/contracts";
import { packetNumber } from "@interlude/core-musicbrainz";
import type { EpochFile, EpochKind, StreamHistory } from "../history/epoch.js";
import type { IngestionErrorCode } from "../ingestion-error.js";
import { isCoreArchive } from "../sources/dump/export-archives.js";
import type { FolderContents } from "../sources/source-folder.js";

/** What to do next. `missing` is the packet whose arrival in the folder would help; null for none. */
export type EpochPlan =
  | { readonly do: "read"; readonly epoch: PlannedEpoch }
  /** Nothing that is not published yet is in the folder. */
  | { readonly do: "wait"; readonly missing: number | null }
  /** What is there must not be read: going on would lose changes or apply them out of order. */
  | {
      readonly do: "stop";
      readonly code: IngestionErrorCode;
      readonly reason: string;
      readonly missing: number | null;
    };

export interface PlannedEpoch {
  readonly epoch: number;
  readonly kind: EpochKind;
  /** Replication sequence in the packet's name; null if it is not a packet. */
  readonly packet: number | null;
  /** Whether the packet was applied before and is applied again, without the stream advancing. */
  readonly isReapplied: boolean;
  readonly files: readonly EpochFile[];
}

/** What planning depends on besides the names in the folder and the history. */
export interface PlanningInput {
  /** Archives of the export that is in the folder. */
  readonly archives: readonly string[];
  /** Whether the dump in the folder is of a later sequence than the stream has reached. */
  readonly isDumpNewer: boolean;
  /** Archives of its export that are still to come. */
  readonly awaited: readonly string[];
  /** Feature files that were published again under their names. */
  readonly changedFeatures: readonly string[];
  /** The first packet of the reapply list; null if it is empty. */
  readonly reapply: number | null;
}

/**
 * Plans the next epoch from the folder's contents and the history, and nothing else: the initial load (a dump with the
 * feature files beside it) first, then new and changed feature files, then packets by number without a gap. A newer dump comes
 * before anything that follows the old one, even if that is blocked. Dead letters that are to be read again come before
 * new files, since those may be blocked. An epoch that was started is finished from its own
 * files before anything else.
 */
export function planEpoch(contents: FolderContents, history: StreamHistory, input: PlanningInput): EpochPlan {
  if (history.open !== null) return resumeOpen(contents, history);
  const epoch = history.lastEpoch + 1;
  const planned = { epoch, packet: null, isReapplied: false };
  if (history.hasRequestedLetters) return { do: "read", epoch: { ...planned, kind: "replay", files: [] } };
  const features = named(
    "features",
    contents.features.filter(
      (file) => !history.featureFiles.has(file) || input.changedFeatures.includes(file),
    ),
  );
  const hasDump = input.archives.some(isCoreArchive);
  if (hasDump && !history.hasCatalogue && input.awaited.length > 0) return waitsForArchives(input.awaited);
  if (hasDump && input.awaited.length === 0 && (!history.hasCatalogue || input.isDumpNewer)) {
    const files = [...named("dump", input.archives), ...features];
    return { do: "read", epoch: { ...planned, kind: "dump", files } };
  }
  if (features.length > 0) return { do: "read", epoch: { ...planned, kind: "features", files: features } };
  if (input.reapply !== null) return planReapplied(contents, history, input.reapply);
  return nextPacket(contents, history, epoch);
}

/** The first packet that is neither applied nor in the folder, from some number on. */
export function firstMissing({ packets }: FolderContents, from: number): number {
  let packet = from;
  while (packets.has(packet)) packet++;
  return packet;
}

function nextPacket({ packets }: FolderContents, history: StreamHistory, epoch: number): EpochPlan {
  const reached = history.hasCatalogue ? history.sequence : Number.NEGATIVE_INFINITY;
  if (reached === null) return packets.size === 0 ? { do: "wait", missing: null } : withoutSequence();
  const next = Math.min(...[...packets.keys()].filter((sequence) => sequence > reached));
  const missing = history.hasCatalogue ? reached + 1 : null;
  if (next === Number.POSITIVE_INFINITY) return { do: "wait", missing };
  if (missing !== null && next !== missing) {
    return {
      do: "stop",
      code: "PACKET_GAP",
      reason:
        `packet ${missing} is missing and ${next} is there; nothing is read until ` +
        `replication-${missing}-v2.tar.bz2 or a newer dump is in the folder`,
      missing,
    };
  }
  return { do: "read", epoch: packetEpoch(epoch, next, packets.get(next)!, false) };
}

/** Only what was applied can be applied again; other packets are applied in order, or came with the dump. */
function planReapplied({ packets }: FolderContents, history: StreamHistory, packet: number): EpochPlan {
  const reached = history.sequence ?? 0;
  const loaded = history.dump?.sequence ?? 0;
  if (packet > reached || packet <= loaded) {
    const why = packet > reached ? "it comes in its turn" : `the dump of sequence ${loaded} holds it`;
    const reason = `packet ${packet} cannot be applied again: it was not applied, ${why}`;
    return { do: "stop", code: "PACKET_NOT_APPLIED", reason, missing: null };
  }
  const file = packets.get(packet);
  if (file === undefined) {
    const reason = `packet ${packet} is to be applied again: put replication-${packet}-v2.tar.bz2 in the folder`;
    return { do: "stop", code: "SOURCE_FILE_MISSING", reason, missing: packet };
  }
  return { do: "read", epoch: packetEpoch(history.lastEpoch + 1, packet, file, true) };
}

/** Nothing may come before the catalogue; a newer dump that is waited for holds up nothing. */
function waitsForArchives(awaited: readonly string[]): EpochPlan {
  const names = awaited.join(", ");
  const reason =
    `the dump is not loaded before ${names} is there, which SHA256SUMS names and which has tables that are read: ` +
    "put it there, or leave its tables (artist_tag, tag) out of INGESTION_TABLES; mode once loads what is there";
  return { do: "stop", code: "DUMP_INCOMPLETE", reason, missing: null };
}

function withoutSequence(): EpochPlan {
  return {
    do: "stop",
    code: "DUMP_WITHOUT_SEQUENCE",
    reason:
      "the dump that was loaded is tied to no replication sequence, so no packet can follow it; " +
      "put a full export there, which replaces it, to follow packets",
    missing: null,
  };
}

/**
 * The started epoch once more. A feature file that is gone is left out: its documents are independent of each other,
 * and an operator may have removed a damaged one.
 */
function resumeOpen(contents: FolderContents, { open, sequence: reached }: StreamHistory): EpochPlan {
  const { epoch, kind } = open!;
  const { dumps, features, unreadable, packets } = contents;
  // A file that cannot be opened still counts: leaving it out would lose it.
  const present = new Set([...dumps, ...features, ...unreadable, ...packets.values()]);
  const files = open!.files.filter((file) => present.has(file.name));
  const gone = open!.files.filter((file) => file.kind !== "features" && !present.has(file.name));
  const packet = kind === "packet" ? packetNumber(open!.files[0]!.name) : null;
  if (gone.length > 0) {
    const names = gone.map(({ name }) => name).join(", ");
    return {
      do: "stop",
      code: "SOURCE_FILE_MISSING",
      reason: `epoch ${epoch} was begun and must be finished from the same files: put back ${names}`,
      missing: packet,
    };
  }
  const isReapplied = packet !== null && reached !== null && packet <= reached;
  return { do: "read", epoch: { epoch, kind, packet, isReapplied, files } };
}

function packetEpoch(epoch: number, packet: number, file: string, isReapplied: boolean): PlannedEpoch {
  return { epoch, kind: "packet", packet, isReapplied, files: named("packet", [file]) };
}

function named(kind: FileKind, names: readonly string[]): EpochFile[] {
  return names.map((name) => ({ name, kind }));
}
