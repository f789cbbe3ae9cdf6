import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Folder of the real data that some tests read. */
export function sharedDataFolder(environment) {
  return (
    environment.INTERLUDE_SHARED_DATA || fileURLToPath(new URL("../../../../shared/data", import.meta.url))
  );
}

/**
 * What the tests of a run that were skipped needed, and which of them should not have been: a title says `(needs …)`,
 * and `(needs shared data: x)` may be skipped only if there is no x.
 * @param {{ fullName: string, status: string }[]} tests
 * @param {(name: string) => boolean} hasData
 * @returns {{ needs: Map<string, number>, wrong: string[] }}
 */
export function skippedTests(tests, hasData) {
  const needs = new Map();
  const wrong = [];
  for (const { fullName, status } of tests) {
    if (status === "passed" || status === "failed") continue;
    const [, need] = /\(needs ([^)]+)\)/.exec(fullName) ?? [];
    const [, data] = /^shared data: (.+)$/.exec(need ?? "") ?? [];
    if (need === undefined) wrong.push(`"${fullName}" was skipped without saying what it needs`);
    else if (data !== undefined && hasData(data))
      wrong.push(`"${fullName}" was skipped although ${data} is there`);
    else needs.set(need, (needs.get(need) ?? 0) + 1);
  }
  return { needs, wrong };
}

/** What is wrong with a run: skipped tests that should not have been, and data that must be here and are not. */
export function skipProblems(wrong, environment, hasData) {
  const required = (environment.INTERLUDE_REQUIRED_DATA ?? "").split(" ").filter((name) => name !== "");
  const absent = required.filter((name) => !hasData(name));
  return [
    ...wrong,
    ...absent.map((name) => `${name} must be in ${sharedDataFolder(environment)} and is not`),
  ];
}

/** Whether the real data have a file or folder of a name. */
export function hasSharedData(environment) {
  const folder = sharedDataFolder(environment);
  return (name) => existsSync(`${folder}/${name}`);
}
