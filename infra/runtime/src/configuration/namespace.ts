import { ConfigurationError } from "./configuration-error.js";

/**
 * A namespace separates one run of the system from others on the same brokers and database server:
 * its topics, subjects and consumer groups carry it as a prefix, and it has a database of its own.
 * The empty namespace is the production one: topics without a prefix, database `interlude`.
 */
export function parseNamespace(text: string): string {
  if (!/^(?:[a-z][a-z0-9-]{0,30})?$/.test(text)) {
    throw new ConfigurationError(
      "INTERLUDE_NAMESPACE",
      "must be lower-case letters, digits and hyphens, at most 31",
    );
  }
  return text;
}
