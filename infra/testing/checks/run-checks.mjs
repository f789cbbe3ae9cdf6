// `npm test`: every check of the repository, one after the other; the last lines say what was skipped and why, and
// count the tests.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { hasSharedData, skipProblems, skippedTests } from "./skipped-tests.mjs";

const repository = fileURLToPath(new URL("../../../", import.meta.url));
const report = `${repository}test-results/tests.json`;

const checks = [
  ["format", "oxfmt", ["--check"]],
  ["lint", "oxlint", ["--deny-warnings"]],
  ["build and types", "nx", ["run-many", "-t", "build", "typecheck", "--outputStyle=static"]],
  ["boundaries between rooms, dependencies", "npm", ["run", "--silent", "boundaries"]],
  [
    "tests",
    "vitest",
    ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, "--no-color"],
  ],
];

function run(command, args) {
  const environment = { ...process.env, NX_TUI: "false", NX_DAEMON: "false", FORCE_COLOR: "0" };
  const { status, error } = spawnSync(command, args, {
    cwd: repository,
    stdio: ["ignore", "inherit", "inherit"],
    env: environment,
  });
  if (error !== undefined) process.stdout.write(`${command} cannot be started: ${error.message}\n`);
  return status === 0;
}

/** The tests that were run or skipped; none if vitest could not write its report. */
function readTests() {
  try {
    const { testResults } = JSON.parse(readFileSync(report, "utf8"));
    return testResults.flatMap(({ assertionResults }) => assertionResults);
  } catch {
    return [];
  }
}

rmSync(report, { force: true });
mkdirSync(`${repository}test-results`, { recursive: true });
const failures = [];
for (const [name, command, args] of checks) {
  const began = performance.now();
  process.stdout.write(`\n--- ${name}\n`);
  if (!run(command, args)) failures.push(name);
  process.stdout.write(`--- ${name}: ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
}
const tests = readTests();
const hasData = hasSharedData(process.env);
const { needs, wrong } = skippedTests(tests, hasData);
const problems = skipProblems(wrong, process.env, hasData);
for (const problem of problems) process.stdout.write(`${problem}\n`);
if (problems.length > 0) failures.push("skipped tests");
for (const [need, times] of needs) process.stdout.write(`skipped: ${times} that need ${need}\n`);
const count = (status) => tests.filter((test) => test.status === status).length;
const [passed, failed] = [count("passed"), count("failed")];
const skipped = tests.length - passed - failed;
if (failures.length > 0) process.stdout.write(`\nfailed: ${failures.join(", ")}\n`);
process.stdout.write(`\ntests: ${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = failures.length > 0 || passed === 0 ? 1 : 0;
