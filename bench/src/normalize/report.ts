import type { Environment } from "../environment.js";
import type { ProcessUsage } from "../processes/process-usage.js";
import type { CopyLimit } from "./copy-limit.js";
import type { StatementTime } from "./database-watch.js";

/** What one run measured. Seconds, rows; every ratio is ours to the other's, so more is better. */
export interface NormalizeReport {
  readonly bench: "normalize";
  readonly environment: Environment;
  readonly recordings: number;
  readonly seed: number;
  readonly copy: CopyLimit;
  readonly bulk: BulkMeasurement;
  readonly streaming: StreamingMeasurement;
  /** The same packets' size into a store twenty times smaller. */
  readonly streamingSmall: StreamingMeasurement;
  readonly merges: MergeMeasurement;
  /** Null if it was not asked for. */
  readonly reload: ReloadMeasurement | null;
  readonly ratios: {
    /** Rows a second, first row to marker committed, to COPY into tables with keys and indexes. */
    readonly bulkToIndexedCopy: number;
    readonly bulkToIndexedAfterwardsCopy: number;
    readonly bulkToBareCopy: number;
    /** Row changes a second at the full size to those at a twentieth of it. */
    readonly streamingToSmall: number;
  };
}

/** What a run of the service used. */
export interface RunCost {
  readonly service: Omit<ProcessUsage, "curve">;
  readonly postgresCpuSeconds: number | null;
  readonly statements: readonly StatementTime[];
}

/** A dump that lies in the topics, into an empty store. */
export interface BulkMeasurement extends RunCost {
  readonly rows: number;
  /** From the first transaction to the commit of the marker. */
  readonly seconds: number;
  readonly rowsPerSecond: number;
  readonly phases: {
    /** Up to the transaction that completes the epoch. */
    readonly writing: number;
    /** That transaction: derivation and outbox. */
    readonly completing: number;
    /** Building of indexes, wherever it falls; as seen from outside. */
    readonly indexing: number;
    /** After the commit, until the outbox was empty. */
    readonly relaying: number;
  };
}

/** Packets that lie in the topics, one after the other. */
export interface StreamingMeasurement extends RunCost {
  readonly recordings: number;
  readonly packets: number;
  /** Row changes of a packet in the mean, of tables that normalization reads. */
  readonly changesAPacket: number;
  readonly changesPerSecond: number;
  readonly milliseconds: {
    readonly p50: number;
    readonly p95: number;
    readonly all: readonly number[];
  };
}

/** Artists that are merged, one a packet, the packets lying in the topics. */
export interface MergeMeasurement extends RunCost {
  readonly recordings: number;
  readonly changes: number;
  /** Of each, from the completion of the packet before it to the moment at which everything had left. */
  readonly milliseconds: readonly number[];
  /** Of it, up to the commit. */
  readonly untilCommitted: readonly number[];
}

/** A newer dump over the store, and packets behind it. */
export interface ReloadMeasurement extends RunCost {
  readonly rows: number;
  /** How long packets waited: from the completion of the one before the dump to that of the dump. */
  readonly pauseSeconds: number;
  /** Of it, the transaction that completes the dump. */
  readonly completingSeconds: number;
  /** The longest query of a client that read the store meanwhile. */
  readonly longestReadMilliseconds: number;
  /** Of the packets after it, from commit to commit. */
  readonly packetMilliseconds: readonly number[];
}

const MB = 1e6;
const LABEL = 38;
const FIGURE = 20;
const SHOWN_STATEMENTS = 5;

/** The report as lines for people. */
export function normalizeLines(report: NormalizeReport): string[] {
  const { environment, recordings, copy, bulk, streaming, streamingSmall, merges, reload, ratios } = report;
  const seconds = (value: number): string => `${value.toFixed(1)} s`;
  const perSecond = (value: number): string => `${value} rows/s`;
  const ratio = (what: string, value: number): string => row(`  ${what}`, value.toFixed(2));
  return [
    `${recordings} recordings, ${bulk.rows} row changes; ${environment.cores} cores (${environment.cpu}), ` +
      `Node ${environment.node}, Postgres ${environment.postgres}`,
    row("COPY, keys and indexes", seconds(copy.indexed.seconds), perSecond(copy.indexed.rowsPerSecond)),
    row(
      "COPY, indexed afterwards",
      seconds(copy.indexedAfterwards.seconds),
      perSecond(copy.indexedAfterwards.rowsPerSecond),
    ),
    row("COPY, no index", seconds(copy.bare.seconds), perSecond(copy.bare.rowsPerSecond)),
    row("bulk", seconds(bulk.seconds), perSecond(bulk.rowsPerSecond), ...costs(bulk)),
    row(
      "",
      `write ${seconds(bulk.phases.writing)}`,
      `complete ${seconds(bulk.phases.completing)}`,
      `(index ${seconds(bulk.phases.indexing)})`,
      `relay ${seconds(bulk.phases.relaying)}`,
    ),
    ...statementLines(bulk),
    ratio("to COPY, keys and indexes", ratios.bulkToIndexedCopy),
    ratio("to COPY, indexed afterwards", ratios.bulkToIndexedAfterwardsCopy),
    ratio("to COPY, no index", ratios.bulkToBareCopy),
    ...streamingLines(streaming),
    ...streamingLines(streamingSmall),
    ratio("large store to small", ratios.streamingToSmall),
    row(
      `merge of ${merges.recordings} recordings`,
      `${merges.milliseconds.map(Math.round).join(", ")} ms`,
      `${merges.changes} changes`,
    ),
    ...statementLines(merges),
    ...(reload === null
      ? []
      : [
          row(
            "newer dump, packets wait",
            seconds(reload.pauseSeconds),
            `complete ${seconds(reload.completingSeconds)}`,
            `read ${Math.round(reload.longestReadMilliseconds)} ms`,
            ...costs(reload),
          ),
          ...statementLines(reload),
        ]),
  ];
}

function streamingLines(measured: StreamingMeasurement): string[] {
  const { recordings, packets, changesAPacket, changesPerSecond, milliseconds } = measured;
  return [
    row(
      `${packets} packets, ${recordings} recordings`,
      `${changesPerSecond} changes/s`,
      `${changesAPacket} changes`,
      `p50 ${Math.round(milliseconds.p50)} ms`,
      `p95 ${Math.round(milliseconds.p95)} ms`,
      ...costs(measured),
    ),
    ...statementLines(measured),
  ];
}

function costs({ service, postgresCpuSeconds }: RunCost): string[] {
  return [
    `${Math.round(service.maxRssBytes / MB)} MB RSS`,
    `${service.cpuSeconds.toFixed(1)} s CPU`,
    postgresCpuSeconds === null ? "" : `${postgresCpuSeconds.toFixed(1)} s in PG`,
  ];
}

function statementLines({ statements }: RunCost): string[] {
  return statements
    .slice(0, SHOWN_STATEMENTS)
    .map(({ statement, seconds }) => `  ${seconds.toFixed(2).padStart(8)} s  ${statement}`);
}

function row(what: string, ...figures: readonly string[]): string {
  return `${what.padEnd(LABEL)}${figures.map((figure) => figure.padStart(FIGURE)).join("")}`.trimEnd();
}
