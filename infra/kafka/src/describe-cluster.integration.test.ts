import { providedStack } from "@interlude/stage/conformance";
import { expect, it } from "vitest";
import { describeCluster } from "./describe-cluster.js";

it("a cluster is described by a broker that responds, although another does not", async () => {
  const { kafka } = providedStack();
  const attempt = { timeoutMs: 5_000, signal: AbortSignal.timeout(20_000) };
  const cluster = await describeCluster({ ...kafka, brokers: ["127.0.0.1:1", ...kafka.brokers] }, attempt);
  expect(cluster.brokerIds.length).toBeGreaterThan(0);
  expect(cluster).toEqual(await describeCluster(kafka, attempt));
});
