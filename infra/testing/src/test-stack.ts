import type { StackAddresses } from "@interlude/infra-local";

/** How the servers of integration tests are reached; provided to tests as `inject("stack")`. */
export type TestStack = StackAddresses;

declare module "vitest" {
  interface ProvidedContext {
    stack: TestStack;
  }
}
