import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AnyRowChange, TableName } from "@interlude/contracts";
import {
  CopyLineSplitter,
  type Row,
  decodeCopyRow,
  effectiveChanges,
  orderForApply,
  readDumpControl,
  readPacket,
  rowFromCopy,
  tableLayout,
} from "@interlude/core-musicbrainz";
import { mirrors } from "../mirror/mirror-tables.js";
import type { Sent } from "./stage.js";

const TABLES = Object.keys(mirrors) as TableName[];

/** Whether the archives can be unpacked here. */
export const canUnpack = ["tar", "bzip2"].every((tool) => spawnSync(tool, ["--help"]).error === undefined);

/** The rows of a dump as ingestion would send them. */
export function dumpRows(path: string): Sent[] {
  const members = unpack(path);
  const { schemaSequence, replicationSequence } = readDumpControl(controlFilesOf(members));
  const sent: Sent[] = [];
  for (const table of TABLES) {
    const layout = tableLayout(table, schemaSequence);
    for (const line of linesOf(members.get(`mbdump/${table}`))) {
      const row = rowFromCopy(layout, decodeCopyRow(line));
      sent.push(sentOf(table, null, row, replicationSequence!, sent.length));
    }
  }
  return sent;
}

/** The changes of a packet as ingestion would send them. */
export function packetChanges(path: string, sequence: number): Sent[] {
  const members = unpack(path);
  const packet = readPacket(
    {
      controlFiles: controlFilesOf(members),
      pendingData: linesOf(members.get("mbdump/pending_data")),
      pendingKeys: linesOf(members.get("mbdump/pending_keys")),
      pendingTimestamps: linesOf(members.get("mbdump/pending_ts")),
    },
    { sequence, tables: new Set<string>(TABLES) },
  );
  const { changes } = effectiveChanges(orderForApply(packet.changes, packet.lastSeqids));
  return changes.map(({ table, before, after, position }) =>
    sentOf(table as TableName, before, after, sequence, position),
  );
}

function sentOf(
  mirror: TableName,
  before: Row | null,
  after: Row | null,
  sequence: number,
  position: number,
): Sent {
  const source = { kind: "packet", sequence, xid: null, position };
  return { mirror, change: { before, after, op: "u", source, ts: 0 } as unknown as AnyRowChange };
}

function unpack(path: string): Map<string, Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "interlude-archive-"));
  try {
    execFileSync("tar", ["-xjf", path, "-C", folder]);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const paths = files.map((entry) => join(entry.parentPath, entry.name));
    return new Map(paths.map((file) => [file.slice(folder.length + 1), readFileSync(file)]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function controlFilesOf(members: Map<string, Buffer>): Record<string, string> {
  return Object.fromEntries([...members].map(([name, bytes]) => [name, bytes.toString()]));
}

function linesOf(member: Buffer = Buffer.alloc(0)): Buffer[] {
  const splitter = new CopyLineSplitter();
  const lines = splitter.push(member);
  const last = splitter.end();
  return last === null ? lines : [...lines, last];
}
