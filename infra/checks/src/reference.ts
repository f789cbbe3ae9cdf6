/** A column that names a row of another table without a foreign key, because rows may arrive in any order. */
export interface Reference {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  /** Table of the same schema. */
  readonly target: string;
  readonly targetColumn: string;
}
