import type { DeadLetterCount } from "./dead-letters.js";

/** Something that goes wrong, with the stored rows or beside them: a test breaks each rule with one. */
export interface Fault {
  readonly sql?: string;
  readonly deadLetters?: readonly DeadLetterCount[];
}

/** Faults by the name of the rule that they break. */
export type Faults = Readonly<Record<string, Fault>>;

/** Inserts one row into a table. */
export function insertedRow(table: string, row: Readonly<Record<string, string>>): Fault {
  const values = Object.values(row).map((value) => `'${value}'`);
  return { sql: `insert into ${table} (${Object.keys(row).join(", ")}) values (${values.join(", ")})` };
}
