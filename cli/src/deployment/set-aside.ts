import { SERVICES, type ServiceName } from "@interlude/contracts";
import type { Namespace } from "@interlude/infra-local";
import type { Database } from "@interlude/infra-postgres";
import {
  type IngestionOmissions,
  ingestedTotals,
  ingestionOmissions,
  newestDump,
} from "@interlude/service-ingestion/checks";

/** Dead letters of one service and reason that wait. */
export interface OpenLetters {
  readonly service: ServiceName;
  readonly code: string;
  readonly count: number;
}

/** What was not taken in as it is, and what no service could process. */
export interface SetAside extends IngestionOmissions {
  readonly deadLetters: readonly OpenLetters[];
}

/** Where a namespace stood at some time: what is set aside after it can be told from what was before. */
export interface Standpoint {
  /** The newest epoch that ingestion had published. */
  readonly epoch: number;
  /** Number of the newest dead letter of each service; ingestion's are told by their epoch, which may have been begun before. */
  readonly letters: Readonly<Partial<Record<ServiceName, number>>>;
}

/** Before anything was ingested. */
export const BEGINNING: Standpoint = { epoch: 0, letters: {} };

/** Where a prepared namespace stands. */
export function standpoint(namespace: Namespace): Promise<Standpoint> {
  return namespace.onDatabase(async (database) => {
    const { epoch } = await ingestedTotals(database);
    const letters: Partial<Record<ServiceName, number>> = {};
    for (const service of SERVICES) {
      const [row] = await database.query<{ newest: number }>(
        `select coalesce(max(id), 0) as newest from ${service}.dead_letters`,
      );
      letters[service] = row!.newest;
    }
    return { epoch, letters };
  });
}

/** What was set aside in a namespace since it stood somewhere, and still is. */
export function setAsideSince(namespace: Namespace, { epoch, letters }: Standpoint): Promise<SetAside> {
  return namespace.onDatabase(async (database) => ({
    ...(await ingestionOmissions(database, epoch)),
    deadLetters: await openLetters(database, (service) =>
      service === "ingestion" ? `epoch > ${epoch}` : `id > ${letters[service] ?? 0}`,
    ),
  }));
}

/** What is set aside of the newest dump and what came after it, and every dead letter that waits. */
export function setAsideOfCatalogue(namespace: Namespace): Promise<SetAside> {
  return namespace.onDatabase(async (database) => ({
    ...(await ingestionOmissions(database, (await newestDump(database)) - 1)),
    deadLetters: await openLetters(database, () => "true"),
  }));
}

/** Dead letters that wait, by service and code. */
async function openLetters(
  database: Database,
  where: (service: ServiceName) => string,
): Promise<OpenLetters[]> {
  const found: OpenLetters[] = [];
  for (const service of SERVICES) {
    found.push(
      ...(await database.query<OpenLetters>(
        `select '${service}' as service, code, count(*)::bigint as count from ${service}.dead_letters
         where status in ('open', 'requested') and ${where(service)} group by code order by code`,
      )),
    );
  }
  return found;
}
