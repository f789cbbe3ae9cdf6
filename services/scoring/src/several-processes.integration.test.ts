import { topics } from "@interlude/contracts";
import {
  type InputRecord,
  StageProcess,
  type TestNamespace,
  createTestNamespace,
} from "@interlude/infra-testing";
import { latestByKey } from "@interlude/stage";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { pendingScoring, verifyCandidates } from "./checks/index.js";
import { definition } from "./definition.js";
import { type GraphEpoch, GraphStage, type PairEdit } from "./testing/graph-stage.js";
import { groups } from "./testing/groups.js";

const SECONDS = 1_000;

/** The world of {@link groups}, of which a model is learnt, and then some edges of it that go and come. */
function epochs(): PairEdit[][] {
  const [first, second, third, fourth] = groups() as [PairEdit[], PairEdit[], PairEdit[], PairEdit[]];
  const gone = second.slice(0, 30).map((edit) => ({ ...edit, weight: 0 }));
  return [[...first, ...second], third, fourth, gone, gone.map((edit) => ({ ...edit, weight: 2 }))];
}

let stream: TestNamespace;

beforeEach(async () => {
  stream = await createTestNamespace(inject("stack"));
});
afterEach(() => stream.dispose());

function recordsOf({ deltas, artists, dirty }: GraphEpoch): InputRecord[] {
  const of = (topic: InputRecord["topic"], records: readonly { key: string; value: unknown }[]) =>
    records.map(({ key, value }) => ({ topic, key, value }));
  return [
    ...of(topics.graphDeltas, deltas),
    ...of(topics.graphArtists, artists),
    ...of(topics.graphDirty, dirty),
  ];
}

describe.each([2, 3])("%i scoring processes in one group", (count) => {
  it(
    "share an epoch, and those that are left complete it when one is killed in the middle",
    async () => {
      const processes = Array.from(
        { length: count },
        () => new StageProcess(stream, definition, new URL("main.js", import.meta.url)),
      );
      const stage = new GraphStage();
      try {
        for (const process of processes) process.start();
        for (const [n, edits] of epochs().entries()) {
          const [victim, survivor] = [processes[n % count]!, processes[(n + 1) % count]!];
          await survivor.send(n + 1, recordsOf(stage.epoch(edits, new Map())));
          if (n < count) await victim.end("SIGKILL");
          await survivor.published(n + 1, topics.candidates);
          if (n < count) victim.start();
        }
        const isDone = async (): Promise<boolean> =>
          (await pendingScoring(stream.database())).length === 0 &&
          (await stream.database().query("select from scoring.outbox")).length === 0;
        await expect.poll(isDone, { timeout: 60 * SECONDS, interval: 100 }).toBe(true);
        const candidates = await latestByKey(stream.log, stream.codec, topics.candidates);
        expect(candidates.size).toBeGreaterThan(0);
        const published = { catalogue: new Map(), artists: new Map(), candidates };
        expect(await verifyCandidates(stream.database(), stage.graph, published)).toMatchObject({
          differences: 0,
          examples: [],
        });
      } finally {
        for (const process of processes) await process.end();
      }
    },
    600 * SECONDS,
  );
});
