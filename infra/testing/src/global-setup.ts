import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { externalServers, startStack } from "@interlude/infra-local";
import type { TestProject } from "vitest/node";
import { startContainers } from "./containers.js";
import type { TestStack } from "./test-stack.js";

/** Starts real servers for the integration tests, and stops them afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stack, stop } =
    process.env["INTERLUDE_TEST_STACK"] === "containers" ? await startContainers() : await startNative();
  project.provide("stack", stack);
  return stop;
}

async function startNative(): Promise<{ stack: TestStack; stop: () => Promise<void> }> {
  const home = await mkdtemp(join(tmpdir(), "interlude-test-"));
  const stack = await startStack({
    home,
    external: externalServers(process.env),
    log: () => {},
    postgresFsync: false,
  });
  return {
    stack: { kafka: stack.kafka, registry: stack.registry, databaseUrl: stack.databaseUrl },
    stop: async () => {
      await stack.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}
