import { Database, PostgresStageStore } from "@interlude/infra-postgres";
import { type EventLog, OutboxRelay, StageMetrics } from "@interlude/stage";
import type { BenchNamespace } from "../bench-namespace.js";

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Work with the graph service's own database, in a namespace that is prepared for it and removed afterwards. */
export async function withGraphDatabase<Result>(
  namespace: BenchNamespace,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  try {
    await namespace.prepare();
    const { env } = await namespace.graph();
    const database = new Database({ url: env["DATABASE_URL"]!, application: "interlude-bench" });
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  } finally {
    await namespace.remove();
  }
}

/** The relay of the graph service, which logs nothing. */
export function graphRelay(store: PostgresStageStore, log: Pick<EventLog, "openAppender">): OutboxRelay {
  return new OutboxRelay({
    service: "graph",
    outbox: store.outbox,
    log,
    metrics: new StageMetrics("graph"),
    logger: silent,
    onPublishedEpoch: () => {},
  });
}
