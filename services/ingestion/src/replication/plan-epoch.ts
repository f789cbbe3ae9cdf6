import type { StepKind } from "@interlude/contracts";
import { packetNumber } from "@interlude/core-musicbrainz";
import type { EpochFile, StreamHistory } from "../history/epoch.js";
import type { IngestionErrorCode } from "../ingestion-error.js";
import type { FolderContents } from "../sources/source-folder.js";

/** The archive that no export is without: until it is there, an export is still on its way. */
const CORE_ARCHIVE = /^mbdump(-sample)?\.tar/;

/** What to do next. Where `wants` is a number, bringing that packet into the folder would help. */
export type NextStep =
  | { readonly do: "read"; readonly step: Step }
  /** Nothing that is not published yet is in the folder. */
  | { readonly do: "wait"; readonly wants: number | null }
  /** What is there must not be read; going on would lose or confuse something. */
  | {
      readonly do: "stop";
      readonly code: IngestionErrorCode;
      readonly reason: string;
      readonly wants: number | null;
    };

export interface Step {
  readonly epoch: number;
  readonly kind: StepKind;
  /** Replication sequence in the packet's name; null for what is no packet. */
  readonly packet: number | null;
  /** Whether the packet was applied before and is applied again, without the stream going anywhere. */
  readonly isForced: boolean;
  readonly files: readonly EpochFile[];
}

/** What is to be known beside the names in the folder and what was done. */
export interface Orders {
  /** Whether the dump in the folder is of a later sequence than the stream has reached. */
  readonly isDumpNewer: boolean;
  /** The packet that is to be applied again first; null for none. */
  readonly forced: number | null;
}

/**
 * Decides the next step from what lies in the folder and what was done, and nothing else: the initial load (a dump
 * with the feature files beside it) first, then new feature files, then packets by number without a gap. A newer dump
 * comes before anything that follows the old one, whatever is in the way there. An epoch that was begun is finished
 * from its own files before anything else.
 */
export function nextStep(contents: FolderContents, history: StreamHistory, orders: Orders): NextStep {
  if (history.open !== null) return againOpen(contents, history);
  const epoch = history.lastEpoch + 1;
  const step = { epoch, packet: null, isForced: false };
  const features = named(
    "features",
    contents.features.filter((file) => !history.featureFiles.has(file)),
  );
  const hasDump = contents.dumps.some((name) => CORE_ARCHIVE.test(name));
  if (hasDump && (!history.hasCatalogue || orders.isDumpNewer)) {
    const files = [...named("dump", contents.dumps), ...features];
    return { do: "read", step: { ...step, kind: "dump", files } };
  }
  if (features.length > 0) return { do: "read", step: { ...step, kind: "features", files: features } };
  if (orders.forced !== null) return forcedPacket(contents, history, orders.forced);
  return nextPacket(contents, history, epoch);
}

/** The first packet that is neither applied nor in the folder, from some number on. */
export function firstMissing({ packets }: FolderContents, from: number): number {
  let packet = from;
  while (packets.has(packet)) packet++;
  return packet;
}

function nextPacket({ packets }: FolderContents, history: StreamHistory, epoch: number): NextStep {
  const reached = history.hasCatalogue ? history.sequence : Number.NEGATIVE_INFINITY;
  if (reached === null) return packets.size === 0 ? { do: "wait", wants: null } : withoutSequence();
  const next = Math.min(...[...packets.keys()].filter((sequence) => sequence > reached));
  const wants = history.hasCatalogue ? reached + 1 : null;
  if (next === Number.POSITIVE_INFINITY) return { do: "wait", wants };
  if (wants !== null && next !== wants) {
    return {
      do: "stop",
      code: "PACKET_GAP",
      reason:
        `packet ${wants} is missing and ${next} is there; nothing is read until ` +
        `replication-${wants}-v2.tar.bz2 or a newer dump is in the folder`,
      wants,
    };
  }
  return { do: "read", step: packetStep(epoch, next, packets.get(next)!, false) };
}

/** Only what was applied can be applied again; everything else comes in its turn, or came with the dump. */
function forcedPacket({ packets }: FolderContents, history: StreamHistory, packet: number): NextStep {
  const reached = history.sequence ?? 0;
  const loaded = history.dump?.sequence ?? 0;
  if (packet > reached || packet <= loaded) {
    const why = packet > reached ? "it comes in its turn" : `the dump of sequence ${loaded} holds it`;
    const reason = `packet ${packet} cannot be applied again: it was not applied, ${why}`;
    return { do: "stop", code: "PACKET_NOT_APPLIED", reason, wants: null };
  }
  const file = packets.get(packet);
  if (file === undefined) {
    const reason = `packet ${packet} is to be applied again: put replication-${packet}-v2.tar.bz2 in the folder`;
    return { do: "stop", code: "SOURCE_FILE_MISSING", reason, wants: packet };
  }
  return { do: "read", step: packetStep(history.lastEpoch + 1, packet, file, true) };
}

function withoutSequence(): NextStep {
  return {
    do: "stop",
    code: "DUMP_WITHOUT_SEQUENCE",
    reason:
      "the dump that was loaded is tied to no replication sequence, so no packet can follow it; " +
      "start anew from a full dump to follow packets",
    wants: null,
  };
}

/**
 * The same step once more. A feature file that is gone is left out: its documents stand each on its own, and somebody
 * may have taken a damaged one away.
 */
function againOpen(contents: FolderContents, { open, sequence: reached }: StreamHistory): NextStep {
  const { epoch, kind } = open!;
  const { dumps, features, unreadable, packets } = contents;
  // One that cannot be opened is there: to leave it out would lose it.
  const there = new Set([...dumps, ...features, ...unreadable.keys(), ...packets.values()]);
  const files = open!.files.filter((file) => there.has(file.name));
  const missing = open!.files.filter((file) => file.kind !== "features" && !there.has(file.name));
  const packet = kind === "packet" ? packetNumber(open!.files[0]!.name) : null;
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(", ");
    return {
      do: "stop",
      code: "SOURCE_FILE_MISSING",
      reason: `epoch ${epoch} was begun and must be finished from the same files: put back ${names}`,
      wants: packet,
    };
  }
  const isForced = packet !== null && reached !== null && packet <= reached;
  return { do: "read", step: { epoch, kind, packet, isForced, files } };
}

function packetStep(epoch: number, packet: number, file: string, isForced: boolean): Step {
  return { epoch, kind: "packet", packet, isForced, files: named("packet", [file]) };
}

function named(kind: StepKind, names: readonly string[]): EpochFile[] {
  return names.map((name) => ({ name, kind }));
}
