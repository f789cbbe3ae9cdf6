import { workerData } from "node:worker_threads";
import { Database, postFitOutcome } from "@interlude/infra-postgres";
import { type FitTask, fit } from "./fit.js";
import type { FitOutcome } from "./trainings.repository.js";

/** What the thread is given. */
export interface FitWork {
  readonly databaseUrl: string;
  readonly task: FitTask;
}

const { databaseUrl, task } = workerData as FitWork;
const database = new Database({
  url: databaseUrl,
  application: "interlude-scoring-training",
  connections: 1,
});

await postFitOutcome<FitOutcome>(async () => {
  try {
    return await database.transaction(async (transaction) => {
      await transaction.query("set transaction isolation level repeatable read, read only");
      return fit(task, transaction);
    });
  } finally {
    await database.close();
  }
});
