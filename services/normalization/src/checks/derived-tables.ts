import type { CheckResult } from "@interlude/infra-checks";
import type { Transaction } from "@interlude/infra-postgres";
import { createDerivation } from "../derivation/create-derivation.js";

/** Everything that is kept of what was derived. */
const DERIVED_TABLES = [
  "credit_usage",
  "credit_artists",
  "credit_pairs",
  "oversized_credits",
  "relationship_pairs",
  "relationship_evidence",
  "artist_collaborations",
  "published_tracks",
  "acoustic_features",
  "artist_popularity",
  "popularity_distribution",
  "published_artists",
] as const;

const MOST_EXAMPLES = 5;

/**
 * Derives everything again, from the mirrors and the features as they are, into temporary tables that go with the
 * transaction, and compares them with the tables that were kept step by step. Takes as long as a first derivation. For an
 * operator's connection, at a moment at which no epoch is open.
 */
export async function verifyDerivedTables(transaction: Transaction): Promise<CheckResult[]> {
  await transaction.query("set transaction isolation level repeatable read");
  const [current] = await transaction.query<{ relationshipEdges: boolean }>(
    `select relationship_edges as "relationshipEdges" from normalization.derivation`,
  );
  if (current === undefined) return [];
  for (const table of [...DERIVED_TABLES, "dirty", "derivation"]) {
    await transaction.query(
      `create temp table ${table} (like normalization.${table} including all) on commit drop`,
    );
  }
  await transaction.query("set local search_path to pg_temp, normalization");
  await createDerivation(current).derivation.derive(transaction, 0);
  const results: CheckResult[] = [];
  for (const table of DERIVED_TABLES) results.push(await compareTable(transaction, table));
  return results;
}

async function compareTable(transaction: Transaction, table: string): Promise<CheckResult> {
  const [result] = await transaction.query<Omit<CheckResult, "name">>(
    `with missing as (table pg_temp.${table} except table normalization.${table}),
     extra as (table normalization.${table} except table pg_temp.${table}),
     differences as (
       select 'should be there: ' || to_jsonb(missing)::text as example from missing
       union all
       select 'should not be there: ' || to_jsonb(extra)::text from extra
     )
     select (select count(*) from pg_temp.${table}) as compared, (select count(*) from differences) as differences,
       array(select left(example, 300) from differences order by example limit ${MOST_EXAMPLES}) as examples`,
  );
  return { name: `${table} derived again`, ...result! };
}
