import { setTimeout as sleep } from "node:timers/promises";
import { Database } from "@interlude/infra-postgres";
import { LOGGER, type Logger, StatusReporter } from "@interlude/infra-runtime";
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from "@nestjs/common";
import type { IngestionConfiguration } from "./configuration.js";
import { type HeldLock, acquireSingletonLock } from "./history/singleton-lock.js";
import { IngestionError } from "./ingestion-error.js";
import type { ReplicationLoop } from "./replication/replication-loop.js";
import { StatusPublisher } from "./status/status-publisher.js";
import { StatusReport } from "./status/status-report.js";
import { END_PROCESS, type EndProcess, INGESTION_CONFIGURATION, REPLICATION_LOOP } from "./tokens.js";

const LOCK_POLL_MS = 1_000;

/** How long the end of the process waits for its last status to be acknowledged. */
const SHUTDOWN_TIMEOUT_MS = 1_000;

/** Replicates from the start of the process to its end, as the only process of its database. */
@Injectable()
export class IngestionService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(INGESTION_CONFIGURATION) private readonly configuration: IngestionConfiguration,
    @Inject(REPLICATION_LOOP) private readonly replication: ReplicationLoop | null,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(END_PROCESS) private readonly endProcess: EndProcess,
    private readonly database: Database,
    private readonly reporter: StatusReporter,
    private readonly report: StatusReport,
    private readonly publisher: StatusPublisher,
  ) {}

  onApplicationBootstrap(): void {
    if (this.replication === null) {
      this.reporter.setNote("no source: INGESTION_SOURCE is not set");
      return;
    }
    this.#running = this.#run(this.replication);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    await this.publisher.close(SHUTDOWN_TIMEOUT_MS);
  }

  async #run(replication: ReplicationLoop): Promise<void> {
    try {
      const lock = await this.#acquireLock();
      if (lock === null) return;
      const outcome = await Promise.race([replication.run(this.#stopping.signal), lock.lost]).finally(() =>
        lock.release(),
      );
      if (outcome !== "aborted") this.endProcess(outcome === "done" ? 0 : 1);
    } catch (error) {
      this.logger.fatal({ err: error }, "ingestion cannot go on in this process");
      this.#stopping.abort();
      this.endProcess(1);
    }
  }

  /** Two processes would number the same epochs: the second waits, or in mode `once` gives up. */
  async #acquireLock(): Promise<HeldLock | null> {
    const { signal } = this.#stopping;
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
