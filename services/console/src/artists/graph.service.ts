import type { GraphArtist, GraphDelta } from "@interlude/contracts";
import type { PostgresContext } from "@interlude/infra-postgres";
import { type StreamRecord, newestByKey } from "@interlude/stage";
import { Injectable } from "@nestjs/common";
import { EpochsRepository } from "../epochs/epochs.repository.js";
import { TotalsRepository } from "../epochs/totals.repository.js";
import { ArtistsRepository } from "./artists.repository.js";
import { EdgesRepository } from "./edges.repository.js";
import { acceptArtists, acceptDeltas } from "./graph-checks.js";

/** Keeps the collaboration graph as far as the page shows it. */
@Injectable()
export class GraphService {
  constructor(
    private readonly artists: ArtistsRepository,
    private readonly edges: EdgesRepository,
    private readonly totals: TotalsRepository,
    private readonly epochs: EpochsRepository,
  ) {}

  async stageDeltas(records: readonly StreamRecord<GraphDelta>[], context: PostgresContext): Promise<void> {
    const { transaction } = context;
    const deltas = acceptDeltas(records, context);
    if (deltas.length === 0) return;
    await this.totals.lock(transaction);
    const { added, changed, removed } = await this.edges.apply(transaction, deltas);
    await this.totals.add(transaction, { edges: added - removed });
    await this.epochs.count(transaction, records[0]!.epoch, {
      edgesAdded: added,
      edgesChanged: changed,
      edgesRemoved: removed,
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
}
