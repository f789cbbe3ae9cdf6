import { topics } from "@interlude/contracts";
import { type InputRecord, StageProcess, createTestNamespace } from "@interlude/infra-testing";
import { latestByKey } from "@interlude/stage";
import { describe, expect, inject, it } from "vitest";
import { pendingScoring, scoredPairs, verifyCandidates, verifyKnownPairs } from "./checks/index.js";
import { definition } from "./definition.js";
import { withoutMoments } from "./pairs/published-candidate.js";
import { type GraphEpoch, GraphStage, type PairEdit } from "./testing/graph-stage.js";
import { groups } from "./testing/groups.js";

const SECONDS = 1_000;

/** The world of {@link groups}, of which a model is learnt, and then some edges of it that go and come. */
function epochs(): PairEdit[][] {
  const [first, second, third, fourth] = groups() as [PairEdit[], PairEdit[], PairEdit[], PairEdit[]];
  const gone = second.slice(0, 30).map((edit) => ({ ...edit, weight: 0 }));
  return [[...first, ...second], third, fourth, gone, gone.map((edit) => ({ ...edit, weight: 2 }))];
}

function recordsOf({ deltas, artists, dirty }: GraphEpoch): InputRecord[] {
  const of = (topic: InputRecord["topic"], records: readonly { key: string; value: unknown }[]) =>
    records.map(({ key, value }) => ({ topic, key, value }));
  return [
    ...of(topics.graphDeltas, deltas),
    ...of(topics.graphArtists, artists),
    ...of(topics.graphDirty, dirty),
  ];
}

/** A process of the service and what it does not finish. */
interface Fault {
  readonly at: number;
  /** It dies in the middle of the epoch and is started after it, or stands still for longer than its session lasts. */
  readonly kind: "dies" | "stands still";
}

/**
 * What the store and the topic have of every pair after all epochs, line by line, with some processes and faults. Apart from
 * when: of a pair that is found beside the stream, that depends on when it was come by, and so do traces of what was
 * withdrawn.
 */
async function finalState(count: number, faults: readonly Fault[]): Promise<string[]> {
  const stream = await createTestNamespace(inject("stack"));
  const processes = Array.from(
    { length: count },
    () => new StageProcess(stream, definition, new URL("main.js", import.meta.url)),
  );
  const stage = new GraphStage();
  try {
    for (const process of processes) process.start();
    for (const [n, edits] of epochs().entries()) {
      const [victim, other] = [processes[n % count]!, processes[(n + 1) % count]!];
      const fault = faults.find(({ at }) => at === n)?.kind;
      await other.send(n + 1, recordsOf(stage.epoch(edits, new Map())));
      if (fault === "dies") await victim.end("SIGKILL");
      if (fault === "dies" && count === 1) victim.start();
      if (fault === "stands still") victim.signal("SIGSTOP");
      // Without its partitions the epoch does not end: where it does, they have moved.
      await other.published(n + 1, topics.candidates);
      if (fault === "dies" && count > 1) victim.start();
      if (fault === "stands still") victim.signal("SIGCONT");
    }
    const database = stream.database();
    const isDone = async (): Promise<boolean> =>
      (await pendingScoring(database)).length === 0 &&
      (await database.query("select from scoring.outbox")).length === 0;
    await expect.poll(isDone, { timeout: 60 * SECONDS, interval: 100 }).toBe(true);
    const candidates = await latestByKey(stream.log, stream.codec, topics.candidates);
    expect(candidates.size).toBeGreaterThan(0);
    const published = { catalogue: new Map(), artists: new Map(), candidates };
    for (const verified of [
      await verifyCandidates(database, stage.graph, published),
      await verifyKnownPairs(database, stage.graph, published),
    ]) {
      expect(verified).toMatchObject({ differences: 0, examples: [] });
    }
    const lines = [...candidates].map(([key, one]) => `${key} ${JSON.stringify(withoutMoments(one))}`);
    for await (const { artistA, artistB, status, probability, logit, modelId } of scoredPairs(database)) {
      if (status === "WITHDRAWN") continue;
      lines.push(`${artistA}:${artistB} ${status} ${probability} ${logit} ${modelId}`);
    }
    return lines.sort();
  } finally {
    for (const process of processes) await process.end();
    await stream.dispose();
  }
}

describe("scoring processes in one group", () => {
  let undisturbed: Promise<string[]> | null = null;

  it.each<[number, Fault[]]>([
    [1, [{ at: 0, kind: "dies" }]],
    [
      2,
      [
        { at: 0, kind: "dies" },
        { at: 1, kind: "dies" },
        { at: 3, kind: "stands still" },
      ],
    ],
    [
      3,
      [
        { at: 0, kind: "dies" },
        { at: 1, kind: "stands still" },
        { at: 2, kind: "dies" },
      ],
    ],
  ])(
    "%i of them end with the same bytes as one that nothing happens to, though one dies or stands still in an epoch",
    async (count, faults) => {
      undisturbed ??= finalState(1, []);
      const expected = await undisturbed;
      expect(await finalState(count, faults)).toEqual(expected);
    },
    600 * SECONDS,
  );
});
