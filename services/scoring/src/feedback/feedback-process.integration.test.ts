import { type CandidateFeedback, WITHDRAWAL_REASON_HEADER, topics } from "@interlude/contracts";
import { StageProcess, type TestNamespace, createTestNamespace } from "@interlude/infra-testing";
import { latestByKey } from "@interlude/stage";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { definition } from "../definition.js";
import { GraphStage } from "../testing/graph-stage.js";
import { groups } from "../testing/groups.js";

const SECONDS = 1_000;

let stream: TestNamespace;
let service: StageProcess;

beforeEach(async () => {
  stream = await createTestNamespace(inject("stack"));
  service = new StageProcess(stream, definition, new URL("../main.js", import.meta.url));
});
afterEach(async () => {
  await service?.end();
  await stream?.dispose();
});

describe("feedback from the topic", () => {
  it(
    "withdraws the rejected candidate with its reason before another epoch comes, although the process is killed",
    async () => {
      service.start();
      const { deltas, dirty } = new GraphStage().epoch(groups().flat(), new Map());
      await service.send(1, [
        ...deltas.map(({ key, value }) => ({ topic: topics.graphDeltas, key, value })),
        ...dirty.map(({ key, value }) => ({ topic: topics.graphDirty, key, value })),
      ]);
      const candidates = () => latestByKey(stream.log, stream.codec, topics.candidates);
      await expect
        .poll(async () => (await candidates()).size, { timeout: 120 * SECONDS, interval: 200 })
        .toBeGreaterThan(0);
      const [key, { artistA, artistB, ...shown }] = [...(await candidates())][0]!;
      const { probability, logit, commonNeighbours, modelId, graphVersion } = shown;
      const evidence = { probability, logit, commonNeighbours, modelId, graphVersion };
      const said = { verdict: "rejected", source: "a reader", comment: null, ts: 1 } as const;
      const value: CandidateFeedback = { artistA, artistB, ...said, ...evidence };
      const topic = topics.candidateFeedback;
      await stream.log.append([
        { topic: topic.name, key: Buffer.from(key), value: stream.codec.encode(topic, value), headers: {} },
      ]);
      await service.end("SIGKILL");
      service.start();
      await expect
        .poll(async () => (await candidates()).has(key), { timeout: 120 * SECONDS, interval: 200 })
        .toBe(false);
      const reasons: (string | undefined)[] = [];
      for await (const record of stream.log.read([topics.candidates.name])) {
        if (record.value === null && record.key?.toString() === key)
          reasons.push(record.headers[WITHDRAWAL_REASON_HEADER]);
      }
      expect(reasons).toContain("rejected");
    },
    400 * SECONDS,
  );
});
