import { parentPort, workerData } from "node:worker_threads";
import { Database } from "@interlude/infra-postgres";
import { faultOf, reasonOf } from "@interlude/stage";
import { type FitTask, fit } from "./fit.js";
import type { FitOutcome } from "./trainings.repository.js";

/** What the thread is given. */
export interface FitWork {
  readonly databaseUrl: string;
  readonly task: FitTask;
}

/** What it gives: an outcome, or why it could not get to one this time. */
export type FitMessage = FitOutcome | { readonly kind: "interrupted"; readonly reason: string };

const { databaseUrl, task } = workerData as FitWork;
const database = new Database({
  url: databaseUrl,
  application: "interlude-scoring-training",
  connections: 1,
});

async function run(): Promise<FitMessage> {
  try {
    return await database.transaction(async (transaction) => {
      await transaction.query("set transaction isolation level repeatable read, read only");
      return fit(task, transaction);
    });
  } catch (error) {
    // Which class an error is of is lost between threads.
    if (faultOf(error) === "transient") return { kind: "interrupted", reason: reasonOf(error) };
    throw error;
  }
}

const message = await run();
await database.close();
parentPort!.postMessage(message, []);
