import type { AnyRowChange, Marker } from "@interlude/contracts";
import type { PostgresContext } from "@interlude/infra-postgres";
import type { StreamRecord } from "@interlude/stage";
import { Injectable } from "@nestjs/common";
import { DerivationService } from "./derivation/derivation.service.js";
import { type DerivedTotals, DerivationStateRepository } from "./derivation/derivation-state.repository.js";
import { LoadText } from "./mirror/load/load-text.js";
import { MirrorLoadsRepository } from "./mirror/load/mirror-loads.repository.js";
import { MirrorRepository } from "./mirror/mirror.repository.js";
import type { MirrorTable, RowOf } from "./mirror/mirror-table.js";
import { type MirroredRow, newestByKey, readChange } from "./mirror/mirrored-row.js";
import { PublicationService } from "./publication.service.js";

/** What the service reports in its status after an epoch. */
interface NormalizationTotals extends DerivedTotals {
  /** Credits that name too many artists to make pairs. */
  readonly oversizedCredits: number;
}

/** Mirrors rows and marks what changes with them; derives and publishes when the epoch is complete. */
@Injectable()
export class NormalizationService {
  constructor(
    private readonly mirrors: MirrorRepository,
    private readonly loads: MirrorLoadsRepository,
    private readonly state: DerivationStateRepository,
    private readonly derivation: DerivationService,
    private readonly publication: PublicationService,
  ) {}

  /**
   * Rows of a dump are loaded; those of packets, and replayed ones, replace older rows.
   * @param records of the mirror's topic
   */
  async stageRows<Change extends AnyRowChange>(
    mirror: MirrorTable<Change>,
    records: readonly StreamRecord<Change>[],
    context: PostgresContext,
  ): Promise<void> {
    const { transaction } = context;
    const text = new LoadText(mirror);
    const loading = new Map<number, boolean>();
    const lines: string[] = [];
    const rows: MirroredRow[] = [];
    for (const record of records) {
      const dumped = dumpedRow(record.value);
      if (dumped !== null) {
        const { sequence } = dumped.source;
        if (!loading.has(sequence)) {
          loading.set(sequence, await this.loads.begin(transaction, sequence, mirror));
        }
        if (loading.get(sequence)) {
          const line = text.line(dumped.row, dumped.source);
          if (typeof line === "string") lines.push(line);
          else context.reject(record, line.code, line.reason);
          continue;
        }
      }
      const change = readChange(mirror, record.value);
      if ("code" in change) context.reject(record, change.code, change.reason);
      else rows.push(...change.rows);
    }
    if (lines.length > 0) await this.loads.copy(transaction, mirror, text, lines);
    if (rows.length === 0) return;
    await this.mirrors.write(transaction, mirror, newestByKey(mirror, rows));
  }

  /**
   * Derives and publishes everything that the epoch caused. A dump is complete: it replaces the mirrors, as the
   * last step, so that readers of the old tables block as little as possible.
   */
  async completeEpoch(marker: Marker, context: PostgresContext): Promise<NormalizationTotals> {
    const { transaction } = context;
    const loaded =
      marker.kind === "dump" &&
      (await this.loads.prepare(
        transaction,
        marker.sequence,
        await this.state.isFirstDerivation(transaction),
      ));
    const totals = await this.derivation.derive(transaction, marker.epoch);
    await this.publication.publish(context);
    const oversizedCredits = await this.state.oversizedCredits(transaction);
    if (loaded) await this.loads.complete(transaction, marker.sequence);
    return { ...totals, oversizedCredits };
  }
}

/** The row of a change that comes from a dump, with its source version; null for any other change. */
function dumpedRow<Change extends AnyRowChange>(
  change: Change | null,
): { readonly row: RowOf<Change>; readonly source: Change["source"] } | null {
  if (change === null || change.source.kind !== "dump" || change.after === null || change.before !== null) {
    return null;
  }
  return { row: change.after as RowOf<Change>, source: change.source };
}
