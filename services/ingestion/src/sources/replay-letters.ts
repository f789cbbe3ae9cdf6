import type { Topic } from "@interlude/contracts";
import { LayoutError, type DumpControl } from "@interlude/core-musicbrainz";
import { CsvFormatError } from "@interlude/core-csv";
import type { LetterReaderName, ReplayOutcome, RequestedLetter } from "../dead-letters/dead-letter.js";
import type { EpochWriter } from "../writer/epoch-writer.js";
import { replayDocument } from "./acousticbrainz/high-level-source.js";
import { replayFeatures } from "./acousticbrainz/low-level-source.js";
import { DumpTable, tableOf } from "./dump/dump-table.js";
import { replayLine } from "./packets/packet-letter.js";
import { replayPopularity } from "./popularity/table-rows.js";
import { rowFault } from "./row-fault.js";
import type { RowSink } from "./row-sink.js";

/** Reads a dead letter as its source would; what it still cannot be read for is thrown, or rejected by the sink. */
type LetterReader = (letter: RequestedLetter, sink: RowSink) => void | Promise<void>;

const READERS: Readonly<Record<LetterReaderName, LetterReader>> = {
  dump: replayRow,
  packet: replayLine,
  "acousticbrainz-highlevel": replayDocument,
  "acousticbrainz-lowlevel": replayFeatures,
  popularity: replayPopularity,
};

/**
 * Reads dead letters again: the same bytes, with the code of today. What is sent of them has the source version that it
 * would have had then, so that it outranks nothing that is newer.
 */
export async function replayLetters(
  letters: AsyncIterable<RequestedLetter>,
  writer: EpochWriter,
): Promise<ReplayOutcome> {
  const replayed: number[] = [];
  const rejected: { id: number; code: string; reason: string }[] = [];
  let offset = 0;
  for await (const letter of letters) {
    const sink = new LetterSink(letter, writer, offset++);
    writer.beginReplayOf(letter.epoch);
    try {
      await READERS[letter.origin.reader](letter, sink);
    } catch (error) {
      sink.rejection = letterFault(error);
    }
    if (sink.rejection === null) replayed.push(letter.id);
    else rejected.push({ id: letter.id, ...sink.rejection });
    await writer.drain();
  }
  return { replayed, rejected };
}

/** The writer of an epoch as one letter's reader sees it. */
class LetterSink implements RowSink {
  rejection: { readonly code: string; readonly reason: string } | null = null;

  constructor(
    private readonly letter: RequestedLetter,
    private readonly writer: EpochWriter,
    /** Of the letter among those that the epoch reads again. */
    private readonly offset: number,
  ) {}

  send<Value>(topic: Topic<Value>, key: string, item: Value): void {
    this.writer.send(topic, key, item, this.offset);
  }

  /** A row that writes itself has its place in the epoch that it came in. */
  sendFrom(...[topic, key, source]: Parameters<RowSink["sendFrom"]>): void {
    const { place } = this.letter;
    this.writer.sendFrom(topic, key, { write: (_, out) => source.write(place, out) }, this.offset);
  }

  /** Counted for the dead letters as a whole, whose places are in files that this epoch does not read. */
  valueDropped(dropped: Parameters<RowSink["valueDropped"]>[0]): void {
    this.writer.valueDropped(dropped);
  }

  deadLetter({ code, reason }: Parameters<RowSink["deadLetter"]>[0]): void {
    this.rejection = { code, reason };
  }

  skip(table: string, rows: number): void {
    this.writer.skip(table, rows);
  }

  drain(): Promise<void> {
    return Promise.resolve();
  }
}

/** A row of a dump. */
async function replayRow({ member, bytes, origin }: RequestedLetter, sink: RowSink): Promise<void> {
  const control = JSON.parse(origin["control"]!) as DumpControl;
  await new DumpTable(member!, tableOf(member!)!, control, sink, 0).read(once(bytes));
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** A whole file would be rejected for some of what a single letter is. */
function letterFault(error: unknown): { readonly code: string; readonly reason: string } {
  const isOfTable = error instanceof LayoutError || error instanceof CsvFormatError;
  return isOfTable ? { code: error.code, reason: error.message } : rowFault(error);
}
