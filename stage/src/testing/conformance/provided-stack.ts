import { inject } from "vitest";

/** Real servers that the integration tests are given. */
interface ProvidedStack {
  readonly kafka: { readonly brokers: readonly string[]; readonly replicas: number };
  readonly registry: { readonly url: string };
}

/** The servers of this test run. Their starter lives in a package that depends on this one, hence the cast. */
export function providedStack(): ProvidedStack {
  return inject("stack" as never) as ProvidedStack;
}
