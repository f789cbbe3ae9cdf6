import type { AddressInfo } from "node:net";
import {
  type CandidateCollaboration,
  type EpochKind,
  type GraphArtist,
  type GraphDelta,
  type IngestionStatus,
  type SyntheticTrack,
  WITHDRAWAL_REASON_HEADER,
  topics,
} from "@interlude/contracts";
import { Database, type PostgresContext } from "@interlude/infra-postgres";
import { LOGGER, QUERY_DATABASE, SETTINGS, StatusReporter, createLogger } from "@interlude/infra-runtime";
import { readSettings } from "@interlude/infra-runtime/settings";
import type { BackgroundProgress, RecordHeaders, StreamRecord } from "@interlude/stage";
import { Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { ConsoleModule } from "../console.module.js";
import { FeedbackService } from "../feedback/feedback.service.js";
import { ConsoleController } from "../console.controller.js";
import { settings } from "../settings.js";
import { recordOf } from "./records.js";

@Module({})
class WholeService {}

/** What one transaction brings; a pair of key and null is a tombstone. */
export interface Delivery {
  readonly epoch?: number;
  readonly deltas?: readonly GraphDelta[];
  readonly artists?: readonly GraphArtist[];
  readonly candidates?: readonly (CandidateCollaboration | Gone)[];
  readonly tracks?: readonly (SyntheticTrack | Gone)[];
  /** What ingestion said, oldest first. */
  readonly ingestion?: readonly IngestionStatus[];
}

/** The console as it runs, apart from Kafka: records are handed to its controller by hand. */
export class ConsoleApp {
  /** Codes of the records that were set aside. */
  readonly rejected: string[] = [];
  /** What it published, in order. */
  readonly published: { topic: string; key: string; value: unknown }[] = [];

  private constructor(
    private readonly database: Database,
    private readonly readModel: ConsoleController,
    private readonly feedback: FeedbackService,
    readonly reporter: StatusReporter,
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  /** @param queries the database as requests have it; the projection's unless told otherwise */
  static async start(database: Database, queries: Database = database): Promise<ConsoleApp> {
    const reporter = new StatusReporter();
    const providers = [
      { provide: Database, useValue: database },
      { provide: QUERY_DATABASE, useValue: queries },
      { provide: SETTINGS, useValue: readSettings(settings, {}) },
      { provide: LOGGER, useValue: createLogger({ service: "console", level: "fatal" }) },
      { provide: StatusReporter, useValue: reporter },
    ];
    const app = await NestFactory.create(
      { module: WholeService, global: true, imports: [ConsoleModule], providers, exports: providers },
      { logger: false, abortOnError: false, bodyParser: false },
    );
    await app.listen(0, "127.0.0.1");
    const { port } = app.getHttpServer().address() as AddressInfo;
    const close = () => app.close();
    const url = `http://127.0.0.1:${port}`;
    return new ConsoleApp(
      database,
      app.get(ConsoleController),
      app.get(FeedbackService),
      reporter,
      url,
      close,
    );
  }

  /** Hands records over in one transaction, topic by topic as the stage does. */
  deliver(delivery: Delivery): Promise<void> {
    const { epoch = 1, deltas = [], artists = [], candidates = [], tracks = [], ingestion = [] } = delivery;
    return this.#inTransaction(async (context) => {
      const { readModel } = this;
      await readModel.stageDeltas(
        deltas.map((delta) => recordOf(topics.graphDeltas.keyOf(delta), delta, epoch)),
        context,
      );
      await readModel.stageArtists(
        artists.map((artist) => recordOf(artist.artist, artist, epoch)),
        context,
      );
      await readModel.stageCandidates(
        candidates.map((candidate) => keyed(candidate, topics.candidates.keyOf, epoch)),
        context,
      );
      await readModel.stageTracks(
        tracks.map((track) => keyed(track, topics.syntheticTracks.keyOf, epoch)),
        context,
      );
      await readModel.stageIngestionStatus(
        ingestion.map((status) => recordOf("ingestion", status, epoch)),
        context,
      );
    });
  }

  /** Completes an epoch; its replication sequence is 1000 more. */
  complete(epoch: number, kind: EpochKind = "packet"): Promise<void> {
    const marker = { epoch, sequence: 1000 + epoch, kind, producedBy: "scoring", ts: epoch * 1_000_000 };
    return this.#inTransaction((context) => this.readModel.completeEpoch(marker, context));
  }

  /** Publishes what readers said, as in the background. */
  publishFeedback(): Promise<BackgroundProgress> {
    return this.#inTransaction((context) => this.feedback.publishSome(context));
  }

  /** Response of the API as status and JSON. */
  get(path: string): Promise<{ status: number; body: never }> {
    return this.send("GET", path);
  }

  /** The same of any method; null is the body of a response that has none. */
  async send(method: string, path: string, init: RequestInit = {}): Promise<{ status: number; body: never }> {
    const response = await fetch(`${this.url}${path}`, { ...init, method });
    const text = await response.text();
    return { status: response.status, body: (text === "" ? null : JSON.parse(text)) as never };
  }

  #inTransaction<Result>(work: (context: PostgresContext) => Promise<Result>): Promise<Result> {
    return this.database.transaction((transaction) =>
      work({
        transaction,
        stateId: "",
        publish: async (topic, key, value) => void this.published.push({ topic: topic.name, key, value }),
        reject: (_record, code) => void this.rejected.push(code),
      }),
    );
  }
}

/** A key whose value is withdrawn, and the reason of a candidate. */
type Gone = readonly [key: string, value: null, reason?: string];

function withdrawn<Value>([key, value, reason]: Gone, epoch: number): StreamRecord<Value> {
  const headers: RecordHeaders = reason === undefined ? {} : { [WITHDRAWAL_REASON_HEADER]: reason };
  return { ...recordOf<Value>(key, value, epoch), headers };
}

function keyed<Value>(
  given: Value | Gone,
  keyOf: (value: Value) => string,
  epoch: number,
): StreamRecord<Value> {
  return Array.isArray(given)
    ? withdrawn(given as Gone, epoch)
    : recordOf(keyOf(given as Value), given as Value, epoch);
}
