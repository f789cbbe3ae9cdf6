import type { StackAddresses } from "@interlude/infra-local";

/** Where the servers are that integration tests use; provided to tests as `inject("stack")`. */
export type TestStack = StackAddresses;

declare module "vitest" {
  interface ProvidedContext {
    stack: TestStack;
  }
}
