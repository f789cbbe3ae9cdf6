// `npm test`: every check of the repository, one after the other; the last line counts the tests.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../../", import.meta.url));
const report = `${repository}test-results/tests.json`;

const checks = [
  ["format", "oxfmt", ["--check"]],
  ["lint", "oxlint", ["--deny-warnings"]],
  ["build and types", "nx", ["run-many", "-t", "build", "typecheck", "--outputStyle=static"]],
  ["boundaries between rooms", "npm", ["run", "--silent", "boundaries"]],
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

function countTests() {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
      readFileSync(report, "utf8"),
    );
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
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
const { passed, failed, skipped } = countTests();
if (failures.length > 0) process.stdout.write(`\nfailed: ${failures.join(", ")}\n`);
process.stdout.write(`\ntests: ${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = failures.length > 0 || passed === 0 ? 1 : 0;
