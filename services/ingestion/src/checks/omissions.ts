import type { Omission } from "@interlude/contracts";
import type { Queries } from "@interlude/infra-checks";

/** What ingestion has not taken in as it is. */
export interface IngestionOmissions {
  /** Files that are left alone as of its last look, then parts of those that it read, by epoch. */
  readonly omissions: readonly Omission[];
  /** Rows of tables that are not replicated, by table. */
  readonly skipped: Readonly<Record<string, number>>;
}

/** What ingestion has not taken in as it is, of the epochs after one and of the folder. */
export async function ingestionOmissions(operator: Queries, afterEpoch: number): Promise<IngestionOmissions> {
  const files = await operator.query<Pick<Omission, "file" | "code" | "example">>(
    "select file, code, reason as example from ingestion.omitted_files order by file, code",
  );
  const parts = await operator.query<{ omissions: Omission[] }>(
    `select omissions from ingestion.epochs
     where state = 'published' and epoch > $1 and omissions <> '[]' order by epoch`,
    [afterEpoch],
  );
  const skipped = await operator.query<{ table: string; rows: number }>(
    `select key as table, sum(value::bigint)::bigint as rows
     from ingestion.epochs, jsonb_each_text(skipped) where state = 'published' and epoch > $1
     group by key order by key`,
    [afterEpoch],
  );
  return {
    omissions: [
      ...files.map((file) => ({ ...file, what: "file" as const, field: null, count: 1 })),
      ...parts.flatMap(({ omissions }) => omissions),
    ],
    skipped: Object.fromEntries(skipped.map(({ table, rows }) => [table, rows])),
  };
}
