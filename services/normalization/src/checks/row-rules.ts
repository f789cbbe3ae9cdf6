import { type Reference, type Rule, type Severity, inRange as columnInRange } from "@interlude/infra-checks";
import { mirrors } from "../mirror/mirror-tables.js";

const MIRRORS: ReadonlySet<string> = new Set(Object.values(mirrors).map(({ table }) => table));

/** Rows of a table that count: of a mirror, those that are not deleted. */
function live(table: string): string {
  const name = `normalization.${table}`;
  return MIRRORS.has(table) ? `(select * from ${name} where not deleted)` : name;
}

/** That every live row's reference finds a live row. A target table that has never had a row is not checked. */
export function noOrphans({ table, column, target, targetColumn }: Reference): Rule {
  return {
    name: `orphans-${table}-${column}`.replaceAll("_", "-"),
    description: `${table}.${column} names a row of ${target} that exists`,
    severity: "error",
    check: `
      select format('${column} %s of ${table} is not in ${target}', referring.${column}) as broken
      from ${live(table)} as referring
      where referring.${column} is not null and not exists (
        select from ${live(target)} as target where target.${targetColumn} = referring.${column})
        and exists (select from normalization.${target})`,
  };
}

/** That values of a numeric column of live rows, if there are any, lie between bounds. */
export function inRange(
  table: string,
  column: string,
  bounds: readonly [least: number, greatest: number],
  severity: Severity = "error",
): Rule {
  return columnInRange({ rows: live(table), table, column, bounds, severity });
}

/** That no two live rows of a mirror have one MBID. */
export function oneRowAnMbid(table: string): Rule {
  return {
    name: `duplicate-${table}-gid`.replaceAll("_", "-"),
    description: `no two live rows of ${table} have one MBID`,
    severity: "error",
    check: `
      select format('%s is of %s of ${table}', gid, string_agg(id::text, ', ' order by id)) as broken
      from ${live(table)} as identified group by gid having count(*) > 1`,
  };
}

/** That an MBID which was merged away is not that of a live row. */
export function redirectsAreGone(redirects: string, table: string): Rule {
  return {
    name: `redirect-and-live-${table}`.replaceAll("_", "-"),
    description: `an MBID in ${redirects} is no longer that of a live row of ${table}`,
    severity: "error",
    check: `
      select format('%s is merged into %s and is %s of ${table}', gid, redirect.new_id, merged.id) as broken
      from ${live(redirects)} as redirect
      join ${live(table)} as merged using (gid)`,
  };
}

/** That MBIDs are what a UUID generator makes (RFC 9562: variant 10, a version that is not 0). */
export function properMbids(table: string): Rule {
  return {
    name: `mbid-${table}`.replaceAll("_", "-"),
    description: `MBIDs in ${table} have a version and the variant of RFC 9562`,
    severity: "error",
    check: `
      select format('%s of ${table}', gid) as broken from ${live(table)} as identified
      where gid::text !~ '^.{14}[1-8].{4}[89ab]'`,
  };
}
