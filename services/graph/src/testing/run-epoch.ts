import type { Database } from "@interlude/infra-postgres";
import { type Recording, recordingContext } from "@interlude/infra-testing";
import { type GraphProcess, MARKER } from "./graph-process.js";
import { type EpochInput, artistRecords, collaborationRecords } from "./epoch-inputs.js";

/** Runs an epoch as the stage does, and records what it publishes. */
export async function runEpoch(
  database: Database,
  { service }: Pick<GraphProcess, "service">,
  input: EpochInput,
  recording: Recording,
): Promise<void> {
  await database.transactionOnce(async (transaction) => {
    const context = recordingContext(transaction, recording);
    await service.stageArtists(artistRecords(input), context);
    await service.stageCollaborations(collaborationRecords(input), context);
    await service.completeEpoch(MARKER, context);
  });
}

/** Runs an epoch whose transaction is rolled back at the end, which the stage reports to the process. */
export async function rolledBackEpoch(
  database: Database,
  process: GraphProcess,
  input: EpochInput,
): Promise<void> {
  try {
    await database.transactionOnce(async (transaction) => {
      const context = recordingContext(transaction, { published: [], rejected: [] });
      await process.service.stageArtists(artistRecords(input), context);
      await process.service.stageCollaborations(collaborationRecords(input), context);
      await process.service.completeEpoch(MARKER, context);
      throw new LostCommit();
    });
  } catch (error) {
    if (!(error instanceof LostCommit)) throw error;
  }
  process.service.rollBack();
}

class LostCommit extends Error {}
