import type { Topic } from "@interlude/contracts";
import {
  CopyRowTranscoder,
  type DumpControl,
  LineBlocks,
  NEWEST_SCHEMA_SEQUENCE,
  isEndOfData,
  tableLayout,
} from "@interlude/core-musicbrainz";
import { IngestionError } from "../../ingestion-error.js";
import type { LetterOrigin } from "../../dead-letters/dead-letter.js";
import { MAX_INPUT_BYTES } from "../../writer/epoch-writer.js";
import { topicOf } from "../../writer/row-records.js";
import { droppedValue, rowFault } from "../row-fault.js";
import type { RowSink } from "../row-sink.js";

const LINE_FEED = 0x0a;

/** Sends one table of a dump, its lines turned into records as they are. */
export class DumpTable {
  readonly #topic: Topic<unknown>;
  readonly #transcoder: CopyRowTranscoder;
  readonly #origin: LetterOrigin;
  #lines = 0;

  /** @param firstOffset offset of the table's first line in the archive */
  constructor(
    private readonly member: string,
    table: string,
    control: DumpControl,
    private readonly writer: RowSink,
    private readonly firstOffset: number,
  ) {
    this.#topic = topicOf(table);
    const { schemaSequence, replicationSequence, timestamp } = control;
    const source = { sequence: replicationSequence ?? 0, ts: timestamp ?? 0 };
    const newest = tableLayout(table, NEWEST_SCHEMA_SEQUENCE);
    this.#transcoder = new CopyRowTranscoder(tableLayout(table, schemaSequence), newest, source);
    this.#origin = { reader: "dump", control: JSON.stringify(control) };
  }

  /**
   * Reads the table to its end.
   * @returns how many lines it has
   * @throws IngestionError; CopyTextError `COPY_LINE_TOO_LONG`
   */
  async read(bytes: AsyncIterable<Buffer>): Promise<number> {
    const blocks = new LineBlocks();
    for await (const chunk of bytes) {
      for (const block of blocks.push(chunk)) this.#readBlock(block);
      await this.writer.drain();
    }
    const last = blocks.end();
    if (last !== null) this.#readBlock(last);
    return this.#lines;
  }

  #readBlock(block: Buffer): void {
    this.#transcoder.openBlock(block);
    for (let start = 0; start < block.length;) {
      const found = block.indexOf(LINE_FEED, start);
      const end = found === -1 ? block.length : found;
      this.#readLine(block, start, end);
      start = end + 1;
    }
  }

  #readLine(block: Buffer, start: number, end: number): void {
    const offset = this.firstOffset + this.#lines++;
    if (end - start === 2 && isEndOfData(block.subarray(start, end))) return;
    try {
      if (end - start > MAX_INPUT_BYTES) throw tooLarge(end - start);
      const key = this.#transcoder.read(start, end);
      this.writer.sendFrom(this.#topic, key, this.#transcoder, offset);
      for (const fault of this.#transcoder.dropped) {
        this.writer.valueDropped({ member: this.member, line: this.#lines, ...droppedValue(fault) });
      }
    } catch (error) {
      // The line shares memory with its chunk, which is reused.
      const bytes = Buffer.from(block.subarray(start, end));
      const [member, line, origin] = [this.member, this.#lines, this.#origin];
      this.writer.deadLetter({ member, line, offset, bytes, origin, ...rowFault(error) });
    }
  }
}

/** `mbdump/artist` and `mbdump/musicbrainz.artist` are the table artist; other schemas are not replicated. */
export function tableOf(member: string): string | null {
  return /^mbdump\/(?:musicbrainz\.)?([a-z0-9_]+)$/.exec(member)?.[1] ?? null;
}

function tooLarge(bytes: number): IngestionError {
  const reason = `a row of ${bytes} bytes is past the bound of ${MAX_INPUT_BYTES}`;
  return new IngestionError("VALUE_TOO_LARGE", reason);
}
