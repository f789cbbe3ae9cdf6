import {
  type CatalogTrack,
  EPOCH_HEADER,
  MARKER_HEADER,
  MARKER_KEY,
  type PopularitySignal,
  deadLetterTopics,
} from "@interlude/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InterludeError } from "../errors.js";
import { FAULT_POINTS, FaultPlan, type PlannedFault } from "../testing/fault-plan.js";
import { type LedgerContext, StageHarness, input, ledgerHandlers, output } from "../testing/stage-harness.js";
import type { StreamRecord } from "./stage-definition.js";

class Poison extends InterludeError {}

type Forgery = "far" | "noise" | "other";
type Step =
  | { readonly kind: "record" | "repeat" | "garbage" | "poison" | Forgery; readonly partition: number }
  | { readonly kind: "restart"; readonly replica: number };

const partition = fc.nat(3);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("record" as const), partition }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom("repeat", "garbage", "poison", "far", "noise", "other"),
      partition,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("restart" as const), replica: fc.nat(1) }) },
);
const world = fc.array(fc.array(step, { maxLength: 8 }), { minLength: 1, maxLength: 4 });
const fault: fc.Arbitrary<PlannedFault> = fc.record({
  point: fc.constantFrom(...FAULT_POINTS),
  call: fc.integer({ min: 1, max: 12 }),
  kind: fc.constant("transient"),
});
/** Fewer than the attempts that the stage has at what it does not know. */
const unknownFault = fc.record({
  point: fc.constantFrom(...FAULT_POINTS),
  call: fc.integer({ min: 2, max: 12 }),
});

/** A handler that breaks over poison, and now and then over what is no record's fault. */
const handlers: Parameters<StageHarness["start"]>[0] = {
  onRecords: async (topic, records, context: LedgerContext) => {
    const signals = records as readonly StreamRecord<PopularitySignal>[];
    if (signals.some(({ value }) => value!.id.startsWith("poison"))) {
      throw new Poison("POISON", "cannot be handled", { fault: "record" });
    }
    await ledgerHandlers.onRecords(topic, records, context);
  },
};

/** Two replicas of a stage, an input to which another program writes as well, and what good and bad records it holds. */
class Trial {
  readonly replicas: StageHarness[];
  readonly good: string[][] = [];
  bad = 0;

  constructor(faults: readonly PlannedFault[]) {
    const first = new StageHarness();
    this.replicas = [first, new StageHarness(first)];
    new FaultPlan(faults).install(first);
  }

  get first(): StageHarness {
    return this.replicas[0]!;
  }

  async play(epochs: readonly (readonly Step[])[]): Promise<void> {
    await this.first.createTopics();
    for (const replica of this.replicas) await replica.start(handlers);
    for (const [index, steps] of epochs.entries()) {
      this.good.push([]);
      for (const [number, one] of steps.entries()) await this.#step(index + 1, number, one);
      await this.first.mark(index + 1, [3, 1, 0, 2]);
    }
  }

  async #step(epoch: number, number: number, one: Step): Promise<void> {
    const { first } = this;
    const id = `${epoch}.${number}`;
    if (one.kind === "restart") {
      const replica = this.replicas[one.replica]!;
      await replica.stop();
      await replica.start(handlers);
    } else if (one.kind === "record") {
      this.good.at(-1)!.push(id);
      await first.send(epoch, id, one.partition);
    } else if (one.kind === "repeat") {
      if (epoch > 1) await first.send(epoch - 1, `repeated ${id}`, one.partition);
    } else {
      this.bad += 1;
      if (one.kind === "garbage") await first.sendGarbage(epoch, one.partition);
      else if (one.kind === "poison") await first.send(epoch, `poison ${id}`, one.partition);
      else await this.#forge(one.partition, one.kind);
    }
  }

  async #forge(of: number, says: Forgery): Promise<void> {
    const epoch = says === "far" ? 1_000_000 : 5;
    const producedBy = says === "other" ? "console" : "ingestion";
    const marker = this.first.codec.encodeMarker({ epoch, sequence: 1, kind: "packet", producedBy, ts: 0 });
    const value = says === "noise" ? Buffer.from("noise") : marker;
    const headers = { [MARKER_HEADER]: "1", [EPOCH_HEADER]: String(epoch) };
    const key = Buffer.from(MARKER_KEY);
    await this.first.log.append([{ topic: input.name, partition: of, key, value, headers }]);
  }

  /** Waits until the epoch is complete and has left the outbox. */
  async settle(epochs: number): Promise<void> {
    const reached = (): number => Math.max(...this.replicas.map(({ relay }) => relay?.publishedEpoch ?? 0));
    await expect.poll(reached, { timeout: 10_000, interval: 2 }).toBe(epochs);
    for (const replica of this.replicas) await replica.stop();
  }

  /** Where the records came from that were set aside. The relay may send one twice. */
  async letters(): Promise<Set<string>> {
    const found = new Set<string>();
    for await (const { value } of this.first.log.read([deadLetterTopics.scoring.name])) {
      const letter = await this.first.codec.decode(deadLetterTopics.scoring, value!);
      found.add(`${letter.partition}/${letter.offset}`);
    }
    return found;
  }

  /** What each epoch published. */
  async published(): Promise<Set<string>> {
    const titles = new Set<string>();
    for await (const { headers, value } of this.first.log.read([output.name])) {
      if (headers[MARKER_HEADER] !== undefined) continue;
      titles.add((await this.first.codec.decode<CatalogTrack>(output, value!)).title);
    }
    return titles;
  }
}

describe("two replicas of a stage", () => {
  it("handle every good record once, in its epoch, whatever faults occur and whatever other programs append to their input", async () => {
    await fc.assert(
      fc.asyncProperty(
        world,
        fc.array(fault, { maxLength: 10 }),
        fc.array(unknownFault, { maxLength: 3 }),
        async (epochs, faults, unknown) => {
          const trial = new Trial([
            ...faults,
            ...unknown.map((one) => ({ ...one, kind: "unknown" as const })),
          ]);
          await trial.play(epochs);
          await trial.settle(epochs.length);
          const { store } = trial.first;
          expect(store.rows.epochs).toEqual(
            trial.good.map((ids, index) => ({ epoch: index + 1, ids: ids.sort() })),
          );
          expect(store.deadLetters).toHaveLength(trial.bad);
          expect((await trial.letters()).size).toBe(trial.bad);
          expect(await trial.published()).toEqual(new Set(trial.good.map((ids) => ids.sort().join(" "))));
        },
      ),
      { numRuns: 30 },
    );
  }, 120_000);
});
