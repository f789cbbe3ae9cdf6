import * as fc from "fast-check";
import type { Addressed } from "./music-tables.js";
import { DETAIL_EDITS } from "./music-details.js";
import { type Edit, EDITS, type MusicWorld } from "./music-world.js";
import type { Sent, TestStage } from "./stage.js";

const choice = fc.nat({ max: 10_000 });
const ALL_EDITS = [...EDITS, ...(Object.keys(DETAIL_EDITS) as (keyof typeof DETAIL_EDITS)[])];
const oneIn = (many: number): fc.Arbitrary<boolean> =>
  fc.integer({ min: 1, max: many }).map((one) => one === many);

/** One step of a random stream. */
interface EpochPlan {
  readonly edits: readonly (readonly [Edit, number, number, number])[];
  /** How partitions interleave, and where transactions end. */
  readonly order: readonly number[];
  /** Ingestion dies half-way and sends everything again. */
  readonly again: boolean;
  /** The edits come as a newer dump instead of a packet. */
  readonly asDump: boolean;
  /** Whether relationships are edges from this epoch on. */
  readonly relationshipEdges: boolean;
  /** The packet's rows come late: in the next epoch, after those of newer packets. */
  readonly late: boolean;
  /** The rows of the packet that many epochs ago come once more at the end; none for null. */
  readonly replayed: number | null;
}

export const epochPlans: fc.Arbitrary<EpochPlan[]> = fc.array(
  fc.record({
    edits: fc.array(fc.tuple(fc.constantFrom(...ALL_EDITS), choice, choice, choice), { maxLength: 8 }),
    order: fc.array(choice, { minLength: 1, maxLength: 12 }),
    again: fc.boolean(),
    asDump: oneIn(4),
    relationshipEdges: oneIn(3),
    late: oneIn(4),
    replayed: fc.option(fc.nat({ max: 3 }), { freq: 3 }),
  }),
  { minLength: 1, maxLength: 6 },
);

/** Streams a world's edits to a stage as plans say; `afterEpoch` is told when all edits so far have arrived. */
export async function stream(
  stage: TestStage,
  world: MusicWorld,
  plans: readonly EpochPlan[],
  afterEpoch: () => Promise<void>,
): Promise<void> {
  const sent: Addressed[][] = [];
  let late: Addressed[][] = [];
  let waiting: Addressed[] = [];
  for (const [at, plan] of plans.entries()) {
    for (const [edit, x, y, z] of plan.edits) world.edit(edit, x, y, z);
    const last = at === plans.length - 1;
    // Nothing is older than what an empty store gets first.
    if (plan.late && !plan.asDump && !last && sent.length > 0) {
      const { rows, rest } = divided(world.packet());
      late.push(rows);
      // Documents and signals have no source version but their epoch: among themselves they stay in order.
      waiting.push(...rest);
      continue;
    }
    stage.restart({ relationshipEdges: plan.relationshipEdges });
    const dump = plan.asDump ? world.tables.dump() : null;
    const records = [...waiting, ...(dump?.records ?? world.packet())];
    const older = plan.replayed === null ? [] : (sent.at(-1 - plan.replayed) ?? []);
    await deliver(stage, records, plan);
    for (const rows of [...late.toReversed(), older]) await deliver(stage, rows, plan);
    await stage.complete(...(dump === null ? [] : [{ sequence: dump.sequence }]));
    sent.push(...late, divided(records).rows);
    late = [];
    waiting = [];
    await afterEpoch();
  }
}

function divided(records: readonly Addressed[]): { rows: Addressed[]; rest: Addressed[] } {
  const isRow = ({ sent }: Addressed): boolean => "mirror" in sent;
  return { rows: records.filter(isRow), rest: records.filter((record) => !isRow(record)) };
}

async function deliver(
  stage: TestStage,
  records: readonly Addressed[],
  { order, again }: EpochPlan,
): Promise<void> {
  const batches = interleave(records, order);
  if (again) {
    for (const batch of batches.slice(0, batches.length / 2)) await stage.deliver(batch);
    for (const batch of interleave(records, order.toReversed())) await stage.deliver(batch);
  } else {
    for (const batch of batches) await stage.deliver(batch);
  }
}

/** Takes the records of each partition in order, the partitions in any; cuts them into transactions. */
function interleave(records: readonly Addressed[], order: readonly number[]): Sent[][] {
  const partitions = new Map<string, Sent[]>();
  for (const { partition, sent } of records) {
    const queue = partitions.get(partition);
    if (queue === undefined) partitions.set(partition, [sent]);
    else queue.push(sent);
  }
  const queues = [...partitions.values()].map((records_) => ({ records: records_, next: 0 }));
  const batches: Sent[][] = [[]];
  for (let turn = 0; queues.length > 0; turn += 1) {
    const pick = order[turn % order.length]! + turn;
    const queue = queues[pick % queues.length]!;
    batches.at(-1)!.push(queue.records[queue.next]!);
    queue.next += 1;
    if (queue.next === queue.records.length) queues.splice(queues.indexOf(queue), 1);
    if (pick % 5 === 0) batches.push([]);
  }
  return batches;
}
