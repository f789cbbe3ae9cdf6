import type { Environment } from "../environment.js";
import type { CopyMeasurement } from "./copying.js";
import type { ProcessUsage } from "../processes/process-usage.js";
import type { ProducerMeasurement } from "./producing.js";

/** What one run measured. Seconds, bytes, rows; every ratio is ours to the other's, so more is better. */
export interface IngestReport {
  readonly bench: "ingest";
  readonly environment: Environment;
  readonly dump: {
    readonly recordings: number;
    readonly seed: number;
    readonly rows: number;
    readonly tarBytes: number;
    /** Null if there was no bzip2 to pack it. */
    readonly packedBytes: number | null;
  };
  /** Ours from uncompressed tar. */
  readonly plain: IngestionMeasurement;
  /** Ours from `.tar.bz2`. */
  readonly packed: IngestionMeasurement | null;
  readonly decompressor: {
    readonly program: string;
    readonly seconds: number;
    readonly bytesPerSecond: number;
  } | null;
  readonly postgres: CopyMeasurement;
  readonly producer: {
    /** Records as large as ours are in the mean, of random letters, uncompressed as the tool sends them. */
    readonly asOurs: ProducerMeasurement;
    /** The same of rows of the dump, with the compression that ours have; bytes are those before it. */
    readonly asOursCompressed: ProducerMeasurement;
    /** Records as large as a row of ours is in the mean. */
    readonly aRow: ProducerMeasurement;
  } | null;
  readonly packets: PacketMeasurement | null;
  readonly ratios: {
    /** Packed dump: seconds of the decompressor alone to ours. */
    readonly toDecompressor: number | null;
    /** Rows a second. */
    readonly toUnloggedCopy: number;
    readonly toLoggedCopy: number;
    /** Bytes of Avro a second to the producer's bytes a second. */
    readonly toProducerAsOurs: number | null;
    readonly toProducerAsOursCompressed: number | null;
    readonly toProducerARow: number | null;
  };
}

/** What reading one dump came to: from the epoch's start in the store to the acknowledgement of its last marker. */
export interface IngestionMeasurement {
  readonly seconds: number;
  /** Rows of the archive, whether their table is kept or not. */
  readonly rows: number;
  readonly publishedRows: number;
  readonly rejectedRows: number;
  readonly rowsPerSecond: number;
  readonly records: number;
  readonly rowsPerRecord: number;
  readonly bytesPerRecord: number;
  readonly payloadBytes: number;
  readonly payloadBytesPerSecond: number;
  readonly tarBytesPerSecond: number;
  /** Of the whole process, its start and end included. */
  readonly usage: Omit<ProcessUsage, "curve">;
}

/** What packets came to, each from the moment at which the one before it was published. */
export interface PacketMeasurement {
  readonly changes: number;
  readonly fileBytes: number;
  readonly publishedChanges: number;
  readonly milliseconds: readonly number[];
  readonly medianMilliseconds: number;
  /** Of it, what the decompressor needs when it is run alone. */
  readonly unpackMilliseconds: number | null;
  readonly usage: Omit<ProcessUsage, "curve">;
}

const MB = 1e6;

/** The report as lines for people. */
export function reportLines(report: IngestReport): string[] {
  const { dump, environment, plain, packed, decompressor, postgres, producer, packets, ratios } = report;
  const mb = (bytes: number): string => `${(bytes / MB).toFixed(1)} MB/s`;
  const row = (what: string, ...figures: (string | null)[]): string =>
    `${what.padEnd(36)}${figures.map((figure) => (figure ?? "").padStart(18)).join("")}`.trimEnd();
  const ours = (what: string, measured: IngestionMeasurement): string =>
    row(
      what,
      `${measured.seconds.toFixed(1)} s`,
      `${measured.rowsPerSecond} rows/s`,
      mb(measured.tarBytesPerSecond),
      `${Math.round(measured.usage.maxRssBytes / MB)} MB RSS`,
      `${measured.usage.cpuSeconds.toFixed(1)} s CPU`,
    );
  const produced = (
    what: string,
    { bytesPerSecond, recordsPerSecond, recordBytes }: ProducerMeasurement,
  ): string => row(what, `${recordBytes} B`, `${Math.round(recordsPerSecond)} records/s`, mb(bytesPerSecond));
  const ratio = (what: string, value: number | null): string =>
    row(`  ours to ${what}`, value === null ? "-" : value.toFixed(2));
  return [
    `${dump.recordings} recordings, ${dump.rows} rows, ${(dump.tarBytes / MB).toFixed(0)} MB of tar; ` +
      `${environment.cores} cores (${environment.cpu}), Node ${environment.node}`,
    `${plain.publishedRows} of these rows were published, ${plain.rejectedRows} rejected, the others are of tables not kept`,
    ours("ours, .tar", plain),
    row(
      "",
      `${plain.records} records`,
      `${plain.rowsPerRecord} rows each`,
      `${mb(plain.payloadBytesPerSecond)} Avro`,
    ),
    ...(packed === null ? [] : [ours("ours, .tar.bz2", packed)]),
    ...(decompressor === null
      ? ["no bzip2 program in PATH: nothing packed was measured"]
      : [
          row(
            `${decompressor.program} -dc | tar -xO`,
            `${decompressor.seconds.toFixed(1)} s`,
            "",
            mb(decompressor.bytesPerSecond),
          ),
        ]),
    row(
      "\\copy, unlogged",
      `${postgres.unlogged.seconds.toFixed(1)} s`,
      `${postgres.unlogged.rowsPerSecond} rows/s`,
    ),
    row(
      "\\copy, logged",
      `${postgres.logged.seconds.toFixed(1)} s`,
      `${postgres.logged.rowsPerSecond} rows/s`,
    ),
    ...(producer === null
      ? ["no Java or Kafka here: its producer was not measured"]
      : [
          produced("Kafka's producer, our records", producer.asOurs),
          produced("the same, compressed", producer.asOursCompressed),
          produced("Kafka's producer, a row a record", producer.aRow),
        ]),
    ratio("the decompressor", ratios.toDecompressor),
    ratio("\\copy, unlogged", ratios.toUnloggedCopy),
    ratio("\\copy, logged", ratios.toLoggedCopy),
    ratio("the producer, our records", ratios.toProducerAsOurs),
    ratio("the same, compressed", ratios.toProducerAsOursCompressed),
    ratio("the producer, a row a record", ratios.toProducerARow),
    ...(packets === null
      ? []
      : [
          row(
            `a packet of ${packets.changes} changes`,
            `${Math.round(packets.medianMilliseconds)} ms`,
            packets.unpackMilliseconds === null
              ? null
              : `unpack ${Math.round(packets.unpackMilliseconds)} ms`,
            `${packets.publishedChanges} sent`,
          ),
        ]),
  ];
}
