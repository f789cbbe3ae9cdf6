export * from "./context.js";
export * from "./copy-binary.js";
export * from "./copy-text.js";
export * from "./database.js";
export { MigrationError, PostgresError } from "./errors.js";
export * from "./migrate.js";
export * from "./namespace-database.js";
export * from "./stage-store.js";
export * from "./transaction.js";
