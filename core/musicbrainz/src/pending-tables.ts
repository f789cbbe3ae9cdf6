/** The two small tables beside `pending_data`: primary keys by table, start times by transaction. */
import { decodeCopyRow, isEndOfData } from "./copy-text.js";
import { PacketError } from "./packet-error.js";
import { tableLayout } from "./table-layouts.js";
import { parseTableName } from "./table-name.js";
import { parseTimestamp } from "./timestamps.js";

interface KeysContext {
  readonly sequence: number;
  readonly schemaSequence: number;
  readonly tables: ReadonlySet<string>;
}

/**
 * Checks that the packet identifies the rows of kept tables by the same columns as we do. Tables that
 * `pending_keys` does not mention are taken on their layout's word: real packets lack rows, or the member.
 * @throws PacketError `PACKET_KEYS_DIFFER`, `PACKET_MEMBER_MALFORMED`
 */
export function checkKeys(lines: Iterable<Buffer>, context: KeysContext): void {
  for (const fields of rowsOf("mbdump/pending_keys", lines, context.sequence)) {
    const name = parseTableName(fields[0] ?? "");
    if (name?.schema !== "musicbrainz" || !context.tables.has(name.table)) continue;
    const expected = `{${tableLayout(name.table, context.schemaSequence).primaryKey.join(",")}}`;
    const found = (fields[1] ?? "").replaceAll('"', "");
    if (found !== expected) {
      throw new PacketError(
        "PACKET_KEYS_DIFFER",
        context.sequence,
        `mbdump/pending_keys says that ${name.table} is keyed by ${found}, this version by ${expected}; ` +
          "the schema has changed: upgrade before applying it",
      );
    }
  }
}

/**
 * When each transaction of the packet began, Unix time in microseconds, by xid. Nothing is applied by
 * these, so a time that cannot be read is left out.
 * @throws PacketError `PACKET_MEMBER_MALFORMED`
 */
export function readTransactionTimes(lines: Iterable<Buffer>, sequence: number): Map<number, number> {
  const times = new Map<number, number>();
  for (const fields of rowsOf("mbdump/pending_ts", lines, sequence)) {
    const time = parseTimestamp(fields[1] ?? "");
    if (time !== null) times.set(Number(fields[0]), time);
  }
  return times;
}

function* rowsOf(member: string, lines: Iterable<Buffer>, sequence: number): Iterable<(string | null)[]> {
  let line = 0;
  for (const bytes of lines) {
    line++;
    if (isEndOfData(bytes)) continue;
    let fields: (string | null)[];
    try {
      fields = decodeCopyRow(bytes);
    } catch (error) {
      throw malformed(sequence, member, line, (error as Error).message);
    }
    if (fields.length !== 2)
      throw malformed(sequence, member, line, `${fields.length} fields instead of two`);
    yield fields;
  }
}

function malformed(sequence: number, member: string, line: number, reason: string): PacketError {
  return new PacketError("PACKET_MEMBER_MALFORMED", sequence, `${member} line ${line}: ${reason}`);
}
