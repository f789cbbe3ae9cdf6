import { DUMP_TIME, HOUR, type Microseconds, SECOND, packetTime } from "../dump/clock.js";
import { type ArchiveMember, DUMP_SEQUENCE, SCHEMA_SEQUENCE } from "../dump/control.js";
import { type Random, Stream, randomFor } from "../hash.js";
import type { World } from "../world/world.js";
import { removeUnused } from "./edits/clean-up.js";
import type { Edit } from "./edits/edit.js";
import { mergeArtists } from "./edits/merge-artists.js";
import { mergeRecordings } from "./edits/merge-recordings.js";
import { correctDetail, countPendingEdits, saveUnchanged, writeElsewhere } from "./edits/noise.js";
import { closeTriangle, recordSomething } from "./edits/record.js";
import { renameArtist } from "./edits/rename.js";
import { breakCollaboration, deleteRecording, dropGuests } from "./edits/undo.js";
import type { JournalTransaction } from "./journal.js";
import { LiveWorld } from "./live-world.js";
import { PacketRecorder } from "./recorder.js";

/** One replication packet in format v2. */
export interface SamplePacket {
  readonly sequence: number;
  /** What its TIMESTAMP says, Unix time in microseconds. */
  readonly timestamp: Microseconds;
  /** The files of its archive, in their order. */
  readonly members: readonly ArchiveMember[];
  /** Row changes in it, and the transactions they were made in. */
  readonly rowCount: number;
  readonly transactionCount: number;
}

/** Packets end once they have so many row changes: drawn anew for each. */
const ROWS = { least: 100, most: 260 } as const;
/** Recordings that packets may add to the world on balance; beyond it they delete as much as they add. */
const GROWTH = 20_000;
/** A packet's transactions fit into its hour. */
const MAX_TRANSACTIONS = 240;

/** What every packet has, so that each makes and breaks something. */
const ALWAYS: readonly Edit[] = [
  closeTriangle,
  recordSomething,
  breakCollaboration,
  renameArtist,
  saveUnchanged,
];

const OFTEN: readonly (readonly [share: number, edit: Edit])[] = [
  [0.32, recordSomething],
  [0.14, closeTriangle],
  [0.04, breakCollaboration],
  [0.05, deleteRecording],
  [0.02, dropGuests],
  [0.05, renameArtist],
  [0.05, mergeArtists],
  [0.05, mergeRecordings],
  [0.12, countPendingEdits],
  [0.04, saveUnchanged],
  [0.06, correctDetail],
  [0.02, writeElsewhere],
  [0.04, removeUnused],
];

/**
 * The packets that follow the dump, the first numbered one above it, without end: each is made when it is asked for, and
 * is the same in every process. Memory is bounded by the window of the dump that packets change and by {@link GROWTH}.
 */
export function* samplePackets(world: World): Generator<SamplePacket, never> {
  const live = new LiveWorld(world);
  const recorder = new PacketRecorder();
  const limit = live.recordings.size + GROWTH;
  for (let number = 1; ; number++) {
    const random = randomFor(world.size.seed, Stream.packet, number);
    const transactions = transactionsOf(number, { live, random, shrinking: live.recordings.size > limit });
    const sequence = DUMP_SEQUENCE + number;
    const timestamp = packetTime(number);
    yield {
      sequence,
      timestamp,
      members: recorder.record({ sequence, time: timestamp }, transactions, random),
      rowCount: transactions.reduce((sum, { changes }) => sum + changes.length, 0),
      transactionCount: transactions.length,
    };
  }
}

interface PacketContext {
  readonly live: LiveWorld;
  readonly random: Random;
  /** Whether the world has grown enough. */
  readonly shrinking: boolean;
}

function transactionsOf(number: number, context: PacketContext): JournalTransaction[] {
  const { live, random } = context;
  const from = packetTime(number - 1);
  const target = ROWS.least + random.below(ROWS.most - ROWS.least);
  const transactions: JournalTransaction[] = [];
  let rows = 0;
  for (let drawn = 0; rows < target && drawn < MAX_TRANSACTIONS; drawn++) {
    live.now = from + Math.floor(((drawn + random.next()) * HOUR) / (MAX_TRANSACTIONS + 2));
    const edit = ALWAYS[drawn] ?? drawEdit(context);
    edit({ live, random });
    if (live.journal.length === 0) continue;
    const transaction = live.journal.commit(live.now);
    rows += transaction.changes.length;
    transactions.push(transaction);
  }
  transactions.push(controlTransaction(number, live));
  return transactions;
}

function drawEdit({ random, shrinking }: PacketContext): Edit {
  if (shrinking && random.chance(0.7)) return random.chance(0.8) ? deleteRecording : removeUnused;
  let draw = random.next();
  for (const [share, edit] of OFTEN) {
    draw -= share;
    if (draw < 0) return edit;
  }
  return removeUnused;
}

/** The master's own counter moves to the packet's number, last of all. */
function controlTransaction(number: number, live: LiveWorld): JournalTransaction {
  const row = (packets: number) => ({
    id: 1,
    current_schema_sequence: SCHEMA_SEQUENCE,
    current_replication_sequence: DUMP_SEQUENCE + packets,
    last_replication_date: packets === 0 ? DUMP_TIME : packetTime(packets),
  });
  live.journal.updated("replication_control", row(number - 1), row(number));
  return live.journal.commit(packetTime(number) - SECOND);
}
