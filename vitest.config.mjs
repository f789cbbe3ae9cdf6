import { defineConfig } from "vitest/config";

// Tests run on what `tsc` emitted: the same JavaScript that is deployed, decorator metadata included.
// A condition that a test polls for may take long on a busy machine: the time ends a test that hangs, and says nothing else.
// A file named *.integration.test.ts needs the local stack; every other test needs nothing but Node.
const compiled = ["contracts", "stage", "core/*", "infra/*", "cli", "services/*", "bench"].map(
  (room) => `${room}/dist/**`,
);

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: compiled.map((path) => `${path}/*.test.js`),
          exclude: ["**/node_modules/**", "**/*.integration.test.js"],
          testTimeout: 30_000,
          expect: { poll: { timeout: 20_000 } },
        },
      },
      {
        test: {
          name: "integration",
          include: compiled.map((path) => `${path}/*.integration.test.js`),
          exclude: ["**/node_modules/**"],
          globalSetup: ["infra/testing/dist/global-setup.js"],
          testTimeout: 180_000,
          expect: { poll: { timeout: 60_000 } },
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
