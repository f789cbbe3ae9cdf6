import { workerData } from "node:worker_threads";
import type { PassReport, TrainingOptions } from "@interlude/core-tracks";
import { Database, postFitOutcome } from "@interlude/infra-postgres";
import { loadTensorFlow, trainNetwork } from "@interlude/infra-tensorflow";
import { TrainingInputsRepository } from "../inputs/training-inputs.repository.js";
import { PostgresModelStore } from "../models/postgres-model-store.js";
import type { FitOutcome } from "./fit-outcome.js";
import { fitModels } from "./fit.js";
import { readTrainingInputs } from "./training-table.js";
import { TrainingsRepository } from "./trainings.repository.js";

/** What the thread is given. */
export interface FitWork {
  readonly databaseUrl: string;
  readonly id: string;
  readonly seed: string;
  /** Tracks that are learnt from at most. */
  readonly mostTracks: number;
  readonly network: Partial<TrainingOptions>;
}

/** What it reports while it works. */
export type FitProgress =
  | { readonly kind: "begun"; readonly backend: string; readonly resumedAtPass: number }
  | { readonly kind: "pass"; readonly report: PassReport }
  | { readonly kind: "collapse"; readonly activeUnits: number; readonly isFinal: boolean }
  | { readonly kind: "checkpoint-refused"; readonly reason: string };

const { databaseUrl, id, seed, mostTracks, network } = workerData as FitWork;
const database = new Database({
  url: databaseUrl,
  application: "interlude-generation-training",
  connections: 2,
});
const trainings = new TrainingsRepository();

await postFitOutcome<FitOutcome, FitProgress>(async (report) => {
  try {
    const inputs = await database.transaction((transaction) =>
      readTrainingInputs(new TrainingInputsRepository(), transaction, mostTracks),
    );
    const { tf, backend } = await loadTensorFlow();
    const checkpoint = await trainings.checkpoint(database, id);
    report({ kind: "begun", backend, resumedAtPass: checkpoint?.pass ?? 0 });
    let newest: PassReport | null = null;
    return await fitModels(
      inputs,
      { seed, network, backend },
      {
        store: new PostgresModelStore(database),
        train: async (data, options, hooks) => {
          if (checkpoint === null) return trainNetwork(tf, data, options, hooks);
          try {
            return await trainNetwork(tf, data, { ...options, resume: checkpoint.content }, hooks);
          } catch (error) {
            if (!String((error as { code?: unknown }).code).startsWith("CHECKPOINT_")) throw error;
            // Of another backend or build: the training begins anew.
            report({ kind: "checkpoint-refused", reason: (error as Error).message });
            return trainNetwork(tf, data, options, hooks);
          }
        },
        hooks: {
          onPass: (pass) => {
            newest = pass;
            report({ kind: "pass", report: pass });
          },
          onCollapse: ({ activeUnits, next }) =>
            report({ kind: "collapse", activeUnits, isFinal: next === null }),
          checkpoint: (content) => {
            const { pass, passes } = newest!;
            return trainings.saveCheckpoint(database, id, { pass, passes, content });
          },
        },
      },
    );
  } finally {
    await database.close();
  }
});
