import type { Transaction } from "@interlude/infra-postgres";
import { Inject, Injectable } from "@nestjs/common";
import { SETTINGS } from "@interlude/infra-runtime";
import type { NormalizationSettings } from "../settings.js";
import { mirrors } from "../mirror/mirror-tables.js";

/** Sizes of what was derived. */
export interface DerivedTotals {
  readonly artists: number;
  readonly collaborations: number;
  readonly tracks: number;
}

const INPUT_TABLES = [
  ...Object.values(mirrors).map(({ table }) => table),
  "recording_features",
  "low_level_features",
  "popularity_snapshots",
];

/** Compiling a plan takes longer than a packet's statements run. */
const NO_COMPILATION = "set local jit = off";

const FOR_EVERYTHING = [NO_COMPILATION, "set local work_mem = '256MB'", `analyze ${INPUT_TABLES.join(", ")}`];

/**
 * What a packet touches is a few pages, most of them in memory: by the default prices of pages a whole table would be
 * read for some thousand rows. Of work tables the planner needs to know little more than how many rows they have.
 */
const FOR_CHANGES = [
  NO_COMPILATION,
  "set local seq_page_cost = 0.1",
  "set local random_page_cost = 0.1",
  "set local default_statistics_target = 10",
];

/** The epoch that the derived tables are of, and their sizes. */
@Injectable()
export class DerivationStateRepository {
  constructor(@Inject(SETTINGS) private readonly settings: NormalizationSettings) {}

  /** Whether nothing has been derived yet, so that the next derivation takes everything there is. */
  async isFirstDerivation(transaction: Transaction): Promise<boolean> {
    const [row] = await transaction.query<{ first: boolean }>(
      "select not exists (select from derivation) as first",
    );
    return row!.first;
  }

  /** Sets the transaction up for few large statements, and has the planner know a store that was just filled. */
  async prepare(transaction: Transaction, isFirst: boolean): Promise<void> {
    await transaction.run(isFirst ? FOR_EVERYTHING : FOR_CHANGES);
  }

  /** Notes an epoch and by how much it changed the sizes; gives the new sizes. */
  async advance(transaction: Transaction, epoch: number, growth: DerivedTotals): Promise<DerivedTotals> {
    const [totals] = await transaction.query<DerivedTotals>(
      `insert into derivation (epoch, artists, collaborations, tracks, relationship_edges)
       values ($1, $2, $3, $4, $5)
       on conflict (only_row) do update
       set epoch = excluded.epoch,
           artists = derivation.artists + excluded.artists,
           collaborations = derivation.collaborations + excluded.collaborations,
           tracks = derivation.tracks + excluded.tracks,
           relationship_edges = excluded.relationship_edges
       returning artists, collaborations, tracks`,
      [epoch, growth.artists, growth.collaborations, growth.tracks, this.settings.relationshipEdges],
    );
    return totals!;
  }

  async oversizedCredits(transaction: Transaction): Promise<number> {
    const [row] = await transaction.query<{ credits: number }>(
      "select count(*) as credits from oversized_credits",
    );
    return row!.credits;
  }
}
