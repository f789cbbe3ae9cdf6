/** A schema could not be brought up to date; the code is stable. Nothing of the failed migration remains. */
export class MigrationError extends Error {
  constructor(
    readonly code: "MIGRATION_BLOCKED",
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "MigrationError";
  }
}
