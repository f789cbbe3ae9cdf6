import type { Rule, Severity } from "./rule.js";

/** A numeric column and the values that it may have. */
interface ColumnRange {
  /** What follows `from`: a table, or a query of the rows that count. */
  readonly rows: string;
  /** Name of the table in reports. */
  readonly table: string;
  readonly column: string;
  readonly bounds: readonly [least: number, greatest: number];
  readonly severity?: Severity;
}

/** That values of a numeric column, if there are any, lie between bounds. */
export function inRange({ rows, table, column, bounds, severity = "error" }: ColumnRange): Rule {
  return {
    name: `range-${table}-${column}`.replaceAll("_", "-"),
    description: `${table}.${column} is from ${bounds[0]} to ${bounds[1]}`,
    severity,
    bounds,
    check: `
      select format('${column} of ${table} is %s', ${column}) as broken from ${rows} as ranged
      where not (${column} between $1::double precision and $2::double precision)`,
  };
}
