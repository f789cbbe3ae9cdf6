import {
  type OrderedChange,
  type Packet,
  type Row,
  decodeCopyRow,
  isNoOp,
  orderForApply,
  primaryKeyOf,
  readPacket,
  rowFromCopy,
  tableLayout,
} from "@interlude/core-musicbrainz";
import { type ArchiveMember, SCHEMA_SEQUENCE } from "../dump/control.js";
import type { SamplePacket } from "../packets/packets.js";

const KEPT = [
  "artist",
  "artist_credit",
  "artist_credit_gid_redirect",
  "artist_credit_name",
  "artist_gid_redirect",
  "artist_type",
  "l_artist_url",
  "link",
  "link_type",
  "recording",
  "recording_gid_redirect",
  "replication_control",
  "url",
] as const;
type KeptTable = (typeof KEPT)[number];

/** A mirror database as MusicBrainz's own replication client keeps it, but strict: whatever does not fit is noted. */
export class Mirror {
  readonly tables = Object.fromEntries(KEPT.map((table) => [table, new Map<string, Row>()])) as Record<
    KeptTable,
    Map<string, Row>
  >;
  /** Changes whose old row was not the mirror's, or whose new row was there already. */
  readonly conflicts: string[] = [];

  loadDump(members: Iterable<ArchiveMember>): void {
    for (const { name, lines } of members) {
      if (!name.startsWith("mbdump/")) continue;
      const table = name.slice("mbdump/".length) as KeptTable;
      const layout = tableLayout(table, SCHEMA_SEQUENCE);
      for (const line of lines) {
        const row = rowFromCopy(layout, decodeCopyRow(Buffer.from(line.slice(0, -1))));
        this.#put(table, row);
      }
    }
  }

  /** Applies a packet in the official order and returns its changes in that order. */
  apply(packet: Packet): OrderedChange[] {
    const changes = orderForApply(packet.changes, packet.lastSeqids);
    for (const change of changes) {
      const table = change.table as KeptTable;
      if (change.before !== null) this.#take(table, change.before);
      if (change.after !== null) this.#put(table, change.after);
    }
    return changes;
  }

  rows(table: KeptTable): Row[] {
    return [...this.tables[table].values()];
  }

  #put(table: KeptTable, row: Row): void {
    const key = primaryKeyOf(tableLayout(table, SCHEMA_SEQUENCE), row);
    if (this.tables[table].has(key)) this.conflicts.push(`${table} ${key} is there already`);
    this.tables[table].set(key, row);
  }

  #take(table: KeptTable, before: Row): void {
    const key = primaryKeyOf(tableLayout(table, SCHEMA_SEQUENCE), before);
    const row = this.tables[table].get(key);
    const same = row !== undefined && isNoOp({ before, after: row } as Parameters<typeof isNoOp>[0]);
    if (!same) this.conflicts.push(`${table} ${key} is not what the change says it was`);
    this.tables[table].delete(key);
  }
}

/** A sample packet through the reader that ingestion uses. */
export function read(packet: SamplePacket): Packet {
  const text = new Map(packet.members.map(({ name, lines }) => [name, [...lines]]));
  const bytes = (name: string) => text.get(name)!.map((line) => Buffer.from(line.slice(0, -1)));
  const controlFiles = Object.fromEntries([...text].map(([name, lines]) => [name, lines.join("")]));
  return readPacket(
    {
      controlFiles,
      pendingData: bytes("mbdump/pending_data"),
      pendingKeys: bytes("mbdump/pending_keys"),
      pendingTimestamps: bytes("mbdump/pending_ts"),
    },
    { sequence: packet.sequence, tables: new Set(KEPT) },
  );
}

/** What is wrong with the references between the mirror's rows; empty if nothing is. */
export function brokenReferences(mirror: Mirror): string[] {
  const broken: string[] = [...mirror.conflicts];
  const has = (table: KeptTable, id: unknown) => mirror.tables[table].has(String(id));
  const expect = (holds: boolean, problem: string): void => {
    if (!holds) broken.push(problem);
  };
  const names = new Map<number, Row[]>();
  for (const name of mirror.rows("artist_credit_name")) {
    const credit = name["artist_credit"] as number;
    names.set(credit, [...(names.get(credit) ?? []), name]);
    expect(has("artist", name["artist"]), `credit ${credit} names missing artist ${name["artist"]}`);
    expect(has("artist_credit", credit), `names of missing credit ${credit}`);
  }
  const uses = new Map<unknown, number>();
  for (const { id, artist_credit: credit } of mirror.rows("recording")) {
    expect(has("artist_credit", credit), `recording ${id} has missing credit ${credit}`);
    uses.set(credit, (uses.get(credit) ?? 0) + 1);
  }
  for (const { id, name, artist_count: count, ref_count: refCount } of mirror.rows("artist_credit")) {
    const own = (names.get(id as number) ?? []).toSorted(
      (one, other) => (one["position"] as number) - (other["position"] as number),
    );
    expect(own.length === count, `credit ${id} has ${own.length} names, not ${count}`);
    expect(
      own.every(({ position }, at) => position === at),
      `credit ${id} has gaps in its positions`,
    );
    const shown = own.map((part) => `${part["name"]}${part["join_phrase"]}`).join("");
    expect(shown === name, `credit ${id} is called ${name} but its names say ${shown}`);
    expect((uses.get(id) ?? 0) === refCount, `credit ${id} has ref_count ${refCount}, uses ${uses.get(id)}`);
  }
  for (const table of ["artist", "artist_credit", "recording"] as const) {
    const mbids = new Set(mirror.rows(table).map((row) => row["gid"]));
    expect(mbids.size === mirror.tables[table].size, `${table} has an MBID twice`);
    for (const { gid, new_id: target } of mirror.rows(`${table}_gid_redirect`)) {
      expect(has(table, target), `${table} redirect ${gid} leads to missing ${target}`);
      expect(!mbids.has(gid!), `${table} redirect ${gid} is the MBID of a living row`);
    }
  }
  for (const { id, link, entity0, entity1 } of mirror.rows("l_artist_url")) {
    const whole = has("link", link) && has("artist", entity0) && has("url", entity1);
    expect(whole, `l_artist_url ${id} dangles`);
  }
  const artistNames = new Set(mirror.rows("artist").map((row) => `${row["name"]}\0${row["comment"]}`));
  expect(artistNames.size === mirror.tables.artist.size, "two artists share name and comment");
  return broken;
}
