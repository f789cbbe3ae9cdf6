import { type IngestedTotals, ingestedTotals } from "@interlude/service-ingestion/checks";
import type { Namespace } from "@interlude/infra-local";

/** The newest epoch that ingestion has published in a namespace, with sums over all. */
export function lastEpoch(namespace: Namespace): Promise<IngestedTotals> {
  return namespace.onDatabase(ingestedTotals);
}
