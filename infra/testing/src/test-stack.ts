/** Where the servers are that integration tests use; provided to tests as `inject("stack")`. */
export interface TestStack {
  /** Comma-separated. */
  readonly kafkaBrokers: string;
  readonly schemaRegistryUrl: string;
  /** URL of a role that may create databases and roles. */
  readonly databaseUrl: string;
}

declare module "vitest" {
  interface ProvidedContext {
    stack: TestStack;
  }
}
