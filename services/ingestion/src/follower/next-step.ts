import type { StepKind } from "@interlude/contracts";
import type { EpochFile, StreamHistory } from "../epochs/epoch.js";
import type { IngestionErrorCode } from "../ingestion-error.js";
import type { FolderContents } from "../sources/source-folder.js";

/** What to do next. */
export type NextStep =
  | { readonly do: "read"; readonly step: Step }
  /** Nothing that is not published yet is in the folder. */
  | { readonly do: "wait" }
  /** What is there must not be read; going on would lose or confuse something. */
  | { readonly do: "stop"; readonly code: IngestionErrorCode; readonly reason: string };

export interface Step {
  readonly epoch: number;
  readonly kind: StepKind;
  /** Replication sequence in the packet's name; null for what is no packet. */
  readonly packet: number | null;
  readonly files: readonly EpochFile[];
}

/**
 * Decides the next step from what lies in the folder and what was done, and nothing else: the initial load (a dump
 * with the feature files beside it) first, then new feature files, then packets by number without a gap. An epoch
 * that was begun is finished from its own files before anything else.
 */
export function nextStep(contents: FolderContents, history: StreamHistory): NextStep {
  if (history.open !== null) return againOpen(contents, history);
  const epoch = history.lastEpoch + 1;
  const features = named(
    "features",
    contents.features.filter((file) => !history.featureFiles.has(file)),
  );
  if (!history.hasCatalogue && contents.dumps.length > 0) {
    const files = [...named("dump", contents.dumps), ...features];
    return { do: "read", step: { epoch, kind: "dump", packet: null, files } };
  }
  if (features.length > 0) {
    return { do: "read", step: { epoch, kind: "features", packet: null, files: features } };
  }
  return nextPacket(contents, history, epoch);
}

function nextPacket({ packets }: FolderContents, history: StreamHistory, epoch: number): NextStep {
  const reached = history.hasCatalogue ? history.sequence : Number.NEGATIVE_INFINITY;
  if (reached === null) return packets.size === 0 ? { do: "wait" } : withoutSequence();
  const next = Math.min(...[...packets.keys()].filter((sequence) => sequence > reached));
  if (next === Number.POSITIVE_INFINITY) return { do: "wait" };
  if (history.hasCatalogue && next !== reached + 1) {
    return {
      do: "stop",
      code: "PACKET_GAP",
      reason:
        `packet ${reached + 1} is missing and ${next} is there; nothing is read until ` +
        `replication-${reached + 1}-v2.tar.bz2 is in the folder`,
    };
  }
  const files = named("packet", [packets.get(next)!]);
  return { do: "read", step: { epoch, kind: "packet", packet: next, files } };
}

function withoutSequence(): NextStep {
  return {
    do: "stop",
    code: "DUMP_WITHOUT_SEQUENCE",
    reason:
      "the dump that was loaded is tied to no replication sequence, so no packet can follow it; " +
      "start anew from a full dump to follow packets",
  };
}

/**
 * The same step once more. A feature file that is gone is left out: its documents stand each on its own, and somebody
 * may have taken a damaged one away.
 */
function againOpen(contents: FolderContents, { open }: StreamHistory): NextStep {
  const { epoch, kind, sequence } = open!;
  const there = new Set([...contents.dumps, ...contents.features, ...contents.packets.values()]);
  const files = open!.files.filter((file) => there.has(file.name));
  const missing = open!.files.filter((file) => file.kind !== "features" && !there.has(file.name));
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(", ");
    return {
      do: "stop",
      code: "SOURCE_FILE_MISSING",
      reason: `epoch ${epoch} was begun and must be finished from the same files: put back ${names}`,
    };
  }
  return { do: "read", step: { epoch, kind, packet: kind === "packet" ? sequence : null, files } };
}

function named(kind: StepKind, names: readonly string[]): EpochFile[] {
  return names.map((name) => ({ name, kind }));
}
