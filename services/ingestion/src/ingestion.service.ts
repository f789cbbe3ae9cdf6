import { setTimeout as sleep } from "node:timers/promises";
import { LEASE_MS } from "@interlude/infra-postgres";
import { LOGGER, type Logger, StatusReporter } from "@interlude/infra-runtime";
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from "@nestjs/common";
import type { IngestionConfiguration } from "./configuration.js";
import { IngestionLease } from "./history/ingestion-lease.js";
import { IngestionError } from "./ingestion-error.js";
import { mayPass } from "./replication/failure.js";
import type { ReplicationLoop } from "./replication/replication-loop.js";
import { StatusPublisher } from "./status/status-publisher.js";
import { StatusReport } from "./status/status-report.js";
import { StreamAppender } from "./writer/stream-appender.js";
import { END_PROCESS, type EndProcess, INGESTION_CONFIGURATION, REPLICATION_LOOP } from "./tokens.js";

const POLL_MS = 1_000;

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
    private readonly lease: IngestionLease,
    private readonly reporter: StatusReporter,
    private readonly report: StatusReport,
    private readonly publisher: StatusPublisher,
    private readonly appender: StreamAppender,
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
    await this.appender.close();
  }

  async #run(replication: ReplicationLoop): Promise<void> {
    try {
      if (!(await this.#acquireLease())) return;
      const outcome = await Promise.race([
        replication.run(this.#stopping.signal),
        this.lease.overtaken(),
      ]).finally(() => this.lease.release());
      if (outcome !== "aborted") this.endProcess(outcome === "done" ? 0 : 1);
    } catch (error) {
      this.logger.fatal({ err: error }, "ingestion cannot go on in this process");
      this.#stopping.abort();
      this.endProcess(1);
    }
  }

  /**
   * Two processes would number the same epochs: the second waits. In mode `once` it gives up, after as long as a lease
   * lasts that a process left behind.
   */
  async #acquireLease(): Promise<boolean> {
    const { signal } = this.#stopping;
    const givesUpAt = this.configuration.mode === "once" ? performance.now() + LEASE_MS + POLL_MS : Infinity;
    for (let failures = 0; !signal.aborted;) {
      try {
        if (await this.lease.acquire()) return true;
        failures = 0;
        this.report.standingBy();
      } catch (error) {
        if (!mayPass(error)) throw error;
        this.report.retrying(error, ++failures);
      }
      if (performance.now() > givesUpAt && failures === 0) throw alreadyRunning();
      await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
    return false;
  }
}

function alreadyRunning(): IngestionError {
  return new IngestionError(
    "INGESTION_ALREADY_RUNNING",
    "another ingestion process is at work on this database; stop it, or use another namespace",
  );
}
