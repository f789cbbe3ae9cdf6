import { SERVICES, type ServiceName } from "@interlude/contracts";
import { Database } from "./database.js";
import { type Administration, databaseExists, operatorDatabaseUrl } from "./namespace-database.js";

/** What a stage's schema says of the stream that it has read. */
export interface StoredStream {
  readonly service: ServiceName;
  /** null if it has none yet. */
  readonly identity: string | null;
  /** Whether the stage has read nothing and completed nothing. */
  readonly isNew: boolean;
  /** How far it has read each partition, by `topic/partition`. */
  readonly positions: ReadonlyMap<string, bigint>;
}

interface Row {
  identity: string | null;
  completed: number;
  positions: Record<string, string>;
}

/** What the stages of a namespace say; of services without a schema, or with one from before streams had identities, too. */
export async function storedStreams(administration: Administration): Promise<StoredStream[]> {
  if (!(await databaseExists(administration))) return SERVICES.map(newStage);
  return withDatabase(administration, async (database) => {
    const columns = await database.query<{ schema: string; names: string[] }>(
      `select table_schema as schema, array_agg(column_name::text) as names from information_schema.columns
       where table_name = 'stage_state' group by table_schema`,
    );
    const bySchema = new Map(columns.map(({ schema, names }) => [schema, names]));
    const streams: StoredStream[] = [];
    for (const service of SERVICES) {
      const names = bySchema.get(service);
      streams.push(
        names === undefined
          ? newStage(service)
          : await readStream(database, service, names.includes("stream_id") ? "stream_id::text" : "null"),
      );
    }
    return streams;
  });
}

/**
 * Gives every stage without an identity this one; all of them or, after an error, none.
 * @returns the identity that they have now: another one, if another process was first
 */
export async function saveStreamIdentity(administration: Administration, identity: string): Promise<string> {
  return withDatabase(administration, (database) =>
    database.transaction(async (transaction) => {
      let saved = identity;
      for (const service of SERVICES) {
        const [row] = await transaction.query<{ identity: string }>(
          `update ${service}.stage_state set stream_id = coalesce(stream_id, $1) returning stream_id::text as identity`,
          [saved],
        );
        saved = row!.identity;
      }
      return saved;
    }),
  );
}

function newStage(service: ServiceName): StoredStream {
  return { service, identity: null, isNew: true, positions: new Map() };
}

async function readStream(database: Database, service: ServiceName, identity: string): Promise<StoredStream> {
  const [row] = await database.query<Row>(
    `select ${identity} as identity, completed_epoch as completed,
       (select coalesce(jsonb_object_agg(topic || '/' || partition, next_offset::text), '{}')
        from ${service}.stage_positions) as positions
     from ${service}.stage_state`,
  );
  const positions = new Map(
    Object.entries(row!.positions).map(([name, offset]) => [name, BigInt(offset)] as const),
  );
  return {
    service,
    identity: row!.identity,
    isNew: row!.completed === 0 && [...positions.values()].every((offset) => offset === 0n),
    positions,
  };
}

async function withDatabase<Result>(
  administration: Administration,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const url = operatorDatabaseUrl(administration);
  const database = new Database({ url, application: "interlude-administration", connections: 1 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
