import type { Database, Transaction } from "@interlude/infra-postgres";
import { QUERY_DATABASE } from "@interlude/infra-runtime";
import { Inject, Injectable } from "@nestjs/common";

/** Sizes of the read model. */
export interface Totals {
  readonly artists: number;
  readonly edges: number;
  readonly candidates: number;
  readonly syntheticTracks: number;
}

const COLUMNS = `artists, edges, candidates, synthetic_tracks as "syntheticTracks"`;

/** Keeps the sizes as rows come and go: counting millions of rows for a page would be too slow. */
@Injectable()
export class TotalsRepository {
  constructor(@Inject(QUERY_DATABASE) private readonly database: Database) {}

  /**
   * Serialises the replicas that write until the transaction ends: changes get their numbers in the order
   * of commits. Every writer takes it before other rows, so that none waits for rows while it holds this one.
   */
  async lock(transaction: Transaction): Promise<void> {
    await transaction.query("select from totals for update");
  }

  async add(transaction: Transaction, delta: Partial<Totals>): Promise<void> {
    if (Object.values(delta).every((by) => by === 0)) return;
    await transaction.query(
      `update totals set artists = artists + $1, edges = edges + $2, candidates = candidates + $3,
                         synthetic_tracks = synthetic_tracks + $4`,
      [delta.artists ?? 0, delta.edges ?? 0, delta.candidates ?? 0, delta.syntheticTracks ?? 0],
    );
  }

  async read(source: Pick<Transaction, "query"> = this.database): Promise<Totals> {
    const [totals] = await source.query<Totals>(`select ${COLUMNS} from totals`);
    return totals!;
  }

  /** How many candidates pass each operating point, by its name. */
  async operatingPoints(): Promise<{ name: string; candidates: number }[]> {
    return this.database.query("select name, candidates from operating_points order by name");
  }
}
