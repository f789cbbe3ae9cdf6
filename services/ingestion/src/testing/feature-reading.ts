import { basename } from "node:path";
import {
  type DeadLetter,
  MARKER_HEADER,
  type Topic,
  catalogue,
  deadLetterTopics,
  topics,
} from "@interlude/contracts";
import type { ReadFile } from "@interlude/infra-archives";
import { MemoryEventLog, createMemoryCodec } from "@interlude/stage/testing";
import type { FeatureSource } from "../sources/feature-source.js";
import { MemoryDeadLetters } from "./memory-dead-letters.js";
import { EpochWriter } from "../writer/epoch-writer.js";

/** What came of reading one file. */
export class FeatureReading {
  private constructor(
    private readonly log: MemoryEventLog,
    readonly writer: EpochWriter,
    /** The file as it was told of, read to its end by now. */
    readonly file: ReadFile,
  ) {}

  /** Reads a file through a real writer into a log in memory. Throws what the source throws. */
  static async of(source: FeatureSource, path: string): Promise<FeatureReading> {
    const log = new MemoryEventLog();
    await log.createTopics(catalogue);
    const files = [basename(path)];
    const writer = await EpochWriter.open({
      strict: false,
      log,
      codec: createMemoryCodec(),
      epoch: 1,
      files,
      appender: await log.openAppender("ingestion"),
      letters: new MemoryDeadLetters(),
      resumes: "nothing",
      trace: "",
      now: () => 0,
      signal: new AbortController().signal,
      onSent: () => undefined,
      onDeadLetter: () => undefined,
    });
    writer.beginFile(files[0]!);
    let file: ReadFile | null = null;
    await source.read(path, writer, (one) => (file = one));
    const marker = { epoch: 1, sequence: 1, kind: "features", producedBy: "ingestion", ts: 0 } as const;
    await writer.finish(marker, { topic: topics.epochs.name, key: null, value: null, headers: {} });
    return new FeatureReading(log, writer, file!);
  }

  /** A topic's items, of one partition in order. */
  async items<Item>(topic: Topic<Item>): Promise<Item[]> {
    const items: Item[] = [];
    for await (const { headers, value } of this.log.read([topic.name])) {
      if (headers[MARKER_HEADER] === undefined)
        items.push(...(await createMemoryCodec().decodeItems(topic, value!)));
    }
    return items;
  }

  letters(): Promise<DeadLetter[]> {
    return this.items(deadLetterTopics.ingestion);
  }
}
