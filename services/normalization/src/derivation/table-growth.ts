import type { Transaction } from "@interlude/infra-postgres";

/**
 * By how many rows a derivation made its table grow, from the changes that it left in a temporary table.
 * @param conditions SQL that tells a change that added a row from one that deleted it
 */
export async function tableGrowth(
  transaction: Transaction,
  changes: string,
  conditions: { readonly added: string; readonly deleted: string },
): Promise<number> {
  const [row] = await transaction.query<{ growth: number }>(
    `select count(*) filter (where ${conditions.added}) - count(*) filter (where ${conditions.deleted}) as growth
     from ${changes}`,
  );
  return row!.growth;
}
