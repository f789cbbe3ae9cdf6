import { findBzip2 } from "@interlude/infra-archives";
import { mkdir, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Components, readComponents } from "@interlude/infra-local";
import type { BenchNamespace } from "../bench-namespace.js";
import { environmentOf } from "../environment.js";
import { measureCopy } from "./copying.js";
import { pack, secondsToUnpack } from "./decompressing.js";
import { type GeneratedDump, writeGeneratedDump } from "../synthetic/generated-dump.js";
import { type IngestionRun, type PublishedRecords, countPublished, ingestFolder } from "./ingesting.js";
import { measurePackets } from "./packet-times.js";
import type { ProcessSample } from "../processes/process-usage.js";
import { writePayload } from "./payload.js";
import { measureProducer } from "./producing.js";
import type { IngestReport, IngestionMeasurement } from "./report.js";

/** Kafka's own tool is given about as many bytes as ours sent, within these bounds. */
const PRODUCER_BYTES = { least: 200e6, most: 2e9 };
const A_ROW_PRODUCER_BYTES = 200e6;
const PARTITIONS = 4;

export interface BenchIngestOptions {
  readonly recordings: number;
  readonly seed: number;
  /** Measure packets, too. */
  readonly packets: boolean;
  /** An empty folder for what is generated; several times the dump in size. */
  readonly folder: string;
  readonly namespace: BenchNamespace;
  readonly version: string;
  /** Told what is being done. */
  readonly onStep: (line: string) => void;
  /** Told how the memory of the process that read the unpacked dump went, a sample a second. */
  readonly onCurve: (curve: readonly ProcessSample[]) => void;
}

/**
 * Measures ingestion on a generated dump and, in the same run on the same servers, what its speed is held against.
 * What is measured runs one after the other, alone.
 * @throws ProgramError if a program or the service failed
 */
export async function benchIngest(options: BenchIngestOptions): Promise<IngestReport> {
  try {
    return await measure(options);
  } finally {
    await options.namespace.remove();
  }
}

async function measure(options: BenchIngestOptions): Promise<IngestReport> {
  const { recordings, seed, folder, namespace, onStep } = options;
  const components = readComponents();
  const plainFolder = join(folder, "plain");
  const packedFolder = join(folder, "packed");
  for (const path of [plainFolder, packedFolder]) await mkdir(path);
  const tar = join(plainFolder, "mbdump.tar");
  const packedTar = join(packedFolder, "mbdump.tar.bz2");

  onStep(`generating a dump of ${recordings} recordings`);
  const dump = await writeGeneratedDump(tar, { recordings, seed });
  const bzip2 = findBzip2();
  if (bzip2 !== null) {
    onStep(`packing ${Math.round(dump.bytes / 1e6)} MB`);
    await pack(bzip2, tar, `${packedTar}.part`);
    await rename(`${packedTar}.part`, packedTar);
  }

  onStep("ours, unpacked");
  const run = await ingestFolder(namespace, plainFolder);
  options.onCurve(run.usage.curve);
  onStep("reading back what was published");
  const plain = measurementOf(run, dump, await countPublished(namespace));

  onStep("Kafka's producer");
  const producer = await producerBeside(plain, options, components);
  onStep("Postgres's copy");
  const { rows } = dump;
  const postgres = await measureCopy({ folder: plainFolder, rows, databaseUrl: namespace.databaseUrl });

  let unpackSeconds: number | null = null;
  let packed: IngestionMeasurement | null = null;
  if (bzip2 !== null) {
    onStep("the decompressor alone");
    unpackSeconds = await secondsToUnpack(bzip2, packedTar);
    onStep("ours, packed");
    const packedRun = await ingestFolder(namespace, packedFolder);
    packed = measurementOf(packedRun, dump, await countPublished(namespace));
  }
  if (options.packets) onStep("packets");
  const packets = options.packets ? await measurePackets(namespace, join(folder, "packets"), bzip2) : null;
  const environment = await environmentOf(options, components);
  return {
    bench: "ingest",
    environment,
    dump: {
      recordings,
      seed,
      rows: plain.rows,
      tarBytes: dump.bytes,
      packedBytes: bzip2 === null ? null : (await stat(packedTar)).size,
    },
    plain,
    packed,
    decompressor:
      unpackSeconds === null
        ? null
        : { program: bzip2!, seconds: unpackSeconds, bytesPerSecond: Math.round(dump.bytes / unpackSeconds) },
    postgres,
    producer,
    packets,
    ratios: {
      toDecompressor: packed === null ? null : unpackSeconds! / packed.seconds,
      toUnloggedCopy: plain.rowsPerSecond / postgres.unlogged.rowsPerSecond,
      toLoggedCopy: plain.rowsPerSecond / postgres.logged.rowsPerSecond,
      toProducerAsOurs: producer && plain.payloadBytesPerSecond / producer.asOurs.bytesPerSecond,
      toProducerAsOursCompressed:
        producer && plain.payloadBytesPerSecond / producer.asOursCompressed.bytesPerSecond,
      toProducerARow: producer && plain.payloadBytesPerSecond / producer.aRow.bytesPerSecond,
    },
  };
}

function measurementOf(
  { epochs, usage: { maxRssBytes, cpuSeconds } }: IngestionRun,
  dump: GeneratedDump,
  { records, payloadBytes }: PublishedRecords,
): IngestionMeasurement {
  const epoch = epochs.find(({ kind }) => kind === "dump");
  if (epoch === undefined) throw new Error("ingestion ended without having published the dump");
  const seconds = (epoch.publishedAt - epoch.startedAt) / 1000;
  return {
    seconds,
    rows: Object.values(dump.rows).reduce((sum, rows) => sum + rows, 0),
    publishedRows: epoch.published,
    rejectedRows: epoch.rejected,
    rowsPerSecond: Math.round(epoch.published / seconds),
    records,
    rowsPerRecord: Math.round((10 * epoch.published) / records) / 10,
    bytesPerRecord: Math.round(payloadBytes / records),
    payloadBytes,
    payloadBytesPerSecond: Math.round(payloadBytes / seconds),
    tarBytesPerSecond: Math.round(dump.bytes / seconds),
    usage: { maxRssBytes, cpuSeconds },
  };
}

/** Null if the machine has no Java or the servers are elsewhere. */
async function producerBeside(
  plain: IngestionMeasurement,
  { namespace, folder, seed }: BenchIngestOptions,
  components: Components,
): Promise<IngestReport["producer"]> {
  if (components.java === undefined || components.kafka === undefined) return null;
  const { kafka: connection, name } = namespace;
  const recordBytes = plain.bytesPerRecord;
  const totalBytes = Math.min(PRODUCER_BYTES.most, Math.max(PRODUCER_BYTES.least, plain.payloadBytes));
  const common = { components, connection, namespace: name, partitions: PARTITIONS, totalBytes };
  const compressedPayload = join(folder, "payload");
  await writePayload(compressedPayload, { recordBytes, seed });
  return {
    asOurs: await measureProducer({ ...common, recordBytes }),
    asOursCompressed: await measureProducer({ ...common, recordBytes, compressedPayload }),
    aRow: await measureProducer({
      ...common,
      recordBytes: Math.round(plain.payloadBytes / plain.publishedRows),
      totalBytes: A_ROW_PRODUCER_BYTES,
    }),
  };
}
