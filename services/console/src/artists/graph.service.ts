import type { GraphArtist, GraphDelta } from "@interlude/contracts";
import { type DeltaAction, type DeltaPosition, foldDeltas } from "@interlude/core-graph";
import { Database, type PostgresContext, type Transaction } from "@interlude/infra-postgres";
import { StatusReporter } from "@interlude/infra-runtime";
import { type StreamRecord, newestByKey } from "@interlude/stage";
import { Injectable, type OnModuleInit } from "@nestjs/common";
import { EpochsRepository } from "../epochs/epochs.repository.js";
import { TotalsRepository } from "../epochs/totals.repository.js";
import { ArtistsRepository } from "./artists.repository.js";
import { type EdgeEffects, EdgesRepository } from "./edges.repository.js";
import { acceptArtists, acceptDeltas } from "./graph-checks.js";

/** Keeps the collaboration graph as far as the page shows it. */
@Injectable()
export class GraphService implements OnModuleInit {
  constructor(
    private readonly artists: ArtistsRepository,
    private readonly edges: EdgesRepository,
    private readonly totals: TotalsRepository,
    private readonly epochs: EpochsRepository,
    private readonly reporter: StatusReporter,
    private readonly database: Database,
  ) {}

  async onModuleInit(): Promise<void> {
    this.#note(await this.edges.position(this.database));
  }

  /** Writes changes of edges as they come; after a gap nothing but a whole snapshot, and what comes after it. */
  async stageDeltas(records: readonly StreamRecord<GraphDelta>[], context: PostgresContext): Promise<void> {
    const { transaction } = context;
    const deltas = acceptDeltas(records, context);
    if (deltas.length === 0) return;
    await this.totals.lock(transaction);
    const sum = { added: 0, changed: 0, removed: 0 };
    const fold = foldDeltas(await this.edges.position(transaction), deltas);
    let step = fold.next();
    while (step.done !== true) step = fold.next(await this.#perform(step.value, sum, transaction));
    await this.edges.savePosition(transaction, step.value);
    this.#note(step.value);
    await this.totals.add(transaction, { edges: sum.added - sum.removed });
    await this.epochs.count(transaction, records[0]!.epoch, {
      edgesAdded: sum.added,
      edgesChanged: sum.changed,
      edgesRemoved: sum.removed,
    });
  }

  async stageArtists(records: readonly StreamRecord<GraphArtist>[], context: PostgresContext): Promise<void> {
    const { transaction } = context;
    const newest = newestByKey(acceptArtists(records, context), ({ key }) => key);
    if (newest.length === 0) return;
    await this.totals.lock(transaction);
    const { added, changed } = await this.artists.write(
      transaction,
      newest.flatMap(({ value }) => (value === null ? [] : [value])),
    );
    const gone = newest.flatMap(({ key, value }) => (value === null ? [key] : []));
    const removed = await this.artists.remove(transaction, gone);
    await this.totals.add(transaction, { artists: added - removed });
    await this.epochs.count(transaction, records[0]!.epoch, {
      artistsWritten: added + changed,
      artistsWithdrawn: removed,
    });
  }

  /** Does what the fold says, and adds what that does to a sum. */
  async #perform(
    action: DeltaAction<GraphDelta>,
    sum: { -readonly [Effect in keyof EdgeEffects]: number },
    transaction: Transaction,
  ): Promise<boolean | undefined> {
    if (action.kind === "snapshot") {
      const removed = await this.edges.takeSnapshot(transaction, action.version, action.edges);
      sum.removed += removed ?? 0;
      return removed !== null;
    }
    const isOfSnapshot = ({ kind }: GraphDelta): boolean => kind === "snapshotEdge";
    for (const items of [
      action.items.filter((item) => !isOfSnapshot(item)),
      action.items.filter(isOfSnapshot),
    ]) {
      if (items.length === 0) continue;
      const { added, changed, removed } = await this.edges.apply(transaction, items);
      sum.added += added;
      sum.removed += removed;
      // Most edges of a snapshot only get its version.
      if (!isOfSnapshot(items[0]!)) sum.changed += changed;
    }
    return undefined;
  }

  #note({ version, missing }: DeltaPosition): void {
    this.reporter.setNote(
      missing
        ? `waits for a snapshot of the graph: changes after its version ${version} did not come, so edges stay as they ` +
            "are. The graph publishes one every three days; `interlude rebuild console` asks for one with the next epoch"
        : null,
    );
  }
}
