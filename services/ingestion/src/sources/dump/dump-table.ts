import type { Topic } from "@interlude/contracts";
import {
  CopyRowTranscoder,
  CopyTextError,
  LineBlocks,
  NEWEST_SCHEMA_SEQUENCE,
  RowError,
  isEndOfData,
  tableLayout,
} from "@interlude/core-musicbrainz";
import type { EpochWriter } from "../../writer/epoch-writer.js";
import { topicOf } from "../../writer/row-records.js";
import type { DumpIdentity } from "./dump-control.js";

const LINE_FEED = 0x0a;

/** Sends one table of a dump, its lines turned into records as they are. */
export class DumpTable {
  readonly #topic: Topic<unknown>;
  readonly #transcoder: CopyRowTranscoder;
  #lines = 0;

  /** @param firstOffset offset of the table's first line in the archive */
  constructor(
    private readonly member: string,
    table: string,
    { schemaSequence, replicationSequence, timestamp }: DumpIdentity,
    private readonly writer: EpochWriter,
    private readonly firstOffset: number,
  ) {
    this.#topic = topicOf(table);
    const origin = { sequence: replicationSequence ?? 0, ts: timestamp ?? 0 };
    const newest = tableLayout(table, NEWEST_SCHEMA_SEQUENCE);
    this.#transcoder = new CopyRowTranscoder(tableLayout(table, schemaSequence), newest, origin);
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
      const key = this.#transcoder.read(start, end);
      this.writer.sendFrom(this.#topic, key, this.#transcoder, offset);
    } catch (error) {
      if (!(error instanceof CopyTextError || error instanceof RowError)) throw error;
      const { code, message: reason } = error;
      // The line shares memory with its chunk, which is reused.
      const bytes = Buffer.from(block.subarray(start, end));
      this.writer.deadLetter({ member: this.member, line: this.#lines, offset, code, reason, bytes });
    }
  }
}
