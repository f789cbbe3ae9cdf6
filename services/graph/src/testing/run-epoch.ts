import type { Database, Transaction } from "@interlude/infra-postgres";
import { type Recording, recordedEpoch } from "@interlude/infra-testing";
import { type GraphProcess, MARKER } from "./graph-process.js";
import { type EpochInput, artistRecords, collaborationRecords } from "./epoch-inputs.js";

/** Runs an epoch as the stage does, and records what it publishes. */
export async function runEpoch(
  database: Database,
  { service }: Pick<GraphProcess, "service">,
  input: EpochInput,
  recording: Recording,
): Promise<void> {
  await database.transactionOnce((transaction) => run(service, input, transaction, recording));
}

/** Runs an epoch whose transaction is rolled back at the end, which the stage reports to the process. */
export async function rolledBackEpoch(
  database: Database,
  process: GraphProcess,
  input: EpochInput,
): Promise<void> {
  try {
    await database.transactionOnce(async (transaction) => {
      await run(process.service, input, transaction, { published: [], rejected: [] });
      throw new LostCommit();
    });
  } catch (error) {
    if (!(error instanceof LostCommit)) throw error;
  }
  process.service.rollBack();
}

function run(
  service: GraphProcess["service"],
  input: EpochInput,
  transaction: Transaction,
  recording: Recording,
): Promise<void> {
  return recordedEpoch(transaction, recording, async (context) => {
    await service.stageArtists(artistRecords(input), context);
    await service.stageCollaborations(collaborationRecords(input), context);
    await service.completeEpoch(MARKER, context);
  });
}

class LostCommit extends Error {}
