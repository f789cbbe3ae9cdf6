import { type IngestedTotals, ingestedTotals } from "@interlude/service-ingestion/checks";
import type { Namespace } from "@interlude/infra-local";

/** The newest epoch that ingestion has published in a namespace, with sums over all. */
export async function lastEpoch(namespace: Namespace): Promise<IngestedTotals> {
  const database = namespace.openDatabase();
  try {
    return await ingestedTotals(database);
  } finally {
    await database.close();
  }
}
