import { Setting } from "./setting.js";

const PATTERN = /^(?:[a-z][a-z0-9-]{0,30})?$/;

/**
 * A namespace separates one run of the system from others on the same brokers and database server:
 * its topics, subjects and consumer groups carry it as a prefix, and it has a database of its own.
 * The empty namespace is the production one: topics without a prefix, database `interlude`.
 */
export const namespaceSetting = new Setting({
  variable: "INTERLUDE_NAMESPACE",
  description:
    "Prefix of topics, subjects and consumer groups, and name of the database. Separates several systems on the same servers; empty is the production one.",
  rule: "lower-case letters, digits and hyphens, at most 31",
  default: "",
  parse: (text) => (PATTERN.test(text) ? text : undefined),
});

/**
 * The name of a namespace, checked.
 * @throws ConfigurationError
 */
export function parseNamespace(text: string): string {
  return namespaceSetting.read({ [namespaceSetting.variable]: text });
}
