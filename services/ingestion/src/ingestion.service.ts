import { setTimeout as sleep } from "node:timers/promises";
import { type IngestionStatus, topics } from "@interlude/contracts";
import { OpenPgpSignatures } from "@interlude/infra-archives";
import { Database } from "@interlude/infra-postgres";
import { CODEC, EVENT_LOG, LOGGER, type Logger, StatusReporter } from "@interlude/infra-runtime";
import { type Codec, type EventLog, StageMetrics } from "@interlude/stage";
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from "@nestjs/common";
import type { IngestionConfiguration } from "./configuration.js";
import { EpochRepository } from "./history/epoch.repository.js";
import { type HeldLock, acquireSingletonLock } from "./history/singleton-lock.js";
import { IngestionError } from "./ingestion-error.js";
import { MetaBrainzFeed } from "./metabrainz/metabrainz-feed.js";
import { StepOpener } from "./replication/epoch-opener.js";
import { EpochRunner } from "./replication/epoch-runner.js";
import { Follower } from "./replication/replication-loop.js";
import { FeatureSources } from "./sources/feature-sources.js";
import { SourceFolder } from "./sources/source-folder.js";
import { type Saying, StatusAnnouncer } from "./status/status-publisher.js";
import { StatusReport } from "./status/status-report.js";

/** Token of the ingestion's own configuration. */
export const INGESTION_CONFIGURATION = Symbol("ingestion configuration");

/** Token of what ends the process with an exit code. */
export const END_PROCESS = Symbol("end process");
export type EndProcess = (exitCode: 0 | 1) => void;

const LOCK_POLL_MS = 1_000;

/** How long the end of the process waits for its last words to be known. */
const LAST_WORDS_MS = 1_000;

/** Follows the source from the start of the process to its end, as the only one of its database. */
@Injectable()
export class IngestionService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private readonly announcer: StatusAnnouncer;
  private readonly report: StatusReport;

  constructor(
    @Inject(INGESTION_CONFIGURATION) private readonly configuration: IngestionConfiguration,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CODEC) private readonly codec: Codec,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(END_PROCESS) private readonly endProcess: EndProcess,
    private readonly database: Database,
    private readonly epochs: EpochRepository,
    private readonly reporter: StatusReporter,
    metrics: StageMetrics,
  ) {
    this.announcer = new StatusAnnouncer({
      send: (status) => this.append(status),
      onFailure: (err) =>
        logger.warn({ err }, "the console cannot be told what ingestion does; it goes on all the same"),
      now: Date.now,
    });
    const announce = (saying: Saying): void => this.announcer.say(saying);
    this.report = new StatusReport({ reporter, metrics, logger, announce, now: Date.now });
  }

  onApplicationBootstrap(): void {
    const { source } = this.configuration;
    if (source === null) {
      this.reporter.setNote("no source: INGESTION_SOURCE is not set");
      return;
    }
    this.running = this.run(source);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.announcer.close(LAST_WORDS_MS);
  }

  private async append(status: IngestionStatus): Promise<void> {
    const { name } = topics.ingestionStatus;
    const value = this.codec.encode(topics.ingestionStatus, status);
    const key = Buffer.from(topics.ingestionStatus.keyOf(status));
    await this.log.append([{ topic: name, key, value, headers: {} }]);
  }

  private async run(source: string): Promise<void> {
    try {
      const lock = await this.acquireLock();
      if (lock === null) return;
      const outcome = await Promise.race([this.follow(source), lock.lost]).finally(() => lock.release());
      if (outcome !== "aborted") this.endProcess(outcome === "done" ? 0 : 1);
    } catch (error) {
      this.logger.fatal({ err: error }, "ingestion cannot go on in this process");
      this.stopping.abort();
      this.endProcess(1);
    }
  }

  private async follow(source: string): ReturnType<Follower["run"]> {
    const { log, codec, report, epochs: store } = this;
    const { mode, only, tables, forced, packets, keyring, popularityAsOf: asOf } = this.configuration;
    const signatures = keyring === null ? null : await OpenPgpSignatures.load(keyring);
    const features = FeatureSources.all({ asOf, warn: (message) => this.logger.warn(message) });
    const folder = new SourceFolder(source, only, features);
    const feed =
      packets === null || only === "dump"
        ? null
        : new MetaBrainzFeed({ ...packets, folder: source, signatures });
    const opener = new StepOpener({
      folder,
      store,
      tables,
      signatures,
      onReading: (file) => report.readingFile(file),
      onVerified: (bytes, totalBytes) => report.verifying(bytes, totalBytes),
    });
    const runner = new EpochRunner({
      store,
      log,
      codec,
      now: Date.now,
      onSent: (topic, rows) => report.sent(topic, rows),
      onRejected: (code) => report.rejected(code),
    });
    const follower = new Follower({
      folder,
      store,
      opener,
      runner,
      report,
      feed,
      forced,
      mode,
      now: Date.now,
    });
    return follower.run(this.stopping.signal);
  }

  /** Two processes would number the same epochs: the second waits, or in mode `once` gives up. */
  private async acquireLock(): Promise<HeldLock | null> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const lock = await acquireSingletonLock(this.database);
      if (lock !== null) return lock;
      if (this.configuration.mode === "once") {
        throw new IngestionError(
          "INGESTION_ALREADY_RUNNING",
          "another ingestion process is at work on this database; stop it, or use another namespace",
        );
      }
      this.report.standingBy();
      await sleep(LOCK_POLL_MS, undefined, { signal }).catch(() => undefined);
    }
    return null;
  }
}
