import { CopyRows, type Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

/** Size of one COPY. */
const COPY_BYTES = 1024 * 1024;

/** A pair whose newest staged record differs from its edge. */
export interface PairChange {
  readonly artist_a: string;
  readonly artist_b: string;
  /** null if the pair was withdrawn. */
  readonly weight: number | null;
  readonly first_recording: number | null;
  /** Whether there is an edge already. */
  readonly is_edge: boolean;
  /** Set if the catalogue does not have both artists: the record becomes a dead letter. */
  readonly unknown: UnknownPair | null;
}

/** The remaining fields of a record that becomes a dead letter, and where it was read. */
export interface UnknownPair {
  readonly kinds: readonly string[] | null;
  readonly partition: number;
  readonly offset: number;
}

/** The pairs that an epoch changes. */
export interface ChangedPairs {
  /** An upper bound of how many there are. */
  readonly count: number;
  /** Reads them, ordered by MBID: each that is applied raises the graph version by one. */
  read(): AsyncIterable<PairChange>;
}

/** The newest staged record of each pair, if it differs from the edge. */
const CHANGED_PAIRS = `
  with newest as (
    select distinct on (artist_a, artist_b) * from staged_collaborations
    order by artist_a, artist_b, "offset" desc
  )
  select artist_a, artist_b, newest.weight, newest.first_recording, edges.artist_a is not null as is_edge,
    case when newest.weight is not null and (a.artist is null or b.artist is null)
      then jsonb_build_object('kinds', kinds, 'partition', partition, 'offset', "offset")
    end as unknown
  from newest
  left join edges using (artist_a, artist_b)
  left join artists a on a.artist = artist_a
  left join artists b on b.artist = artist_b
  where (newest.weight, newest.first_recording) is distinct from (edges.weight, edges.first_recording)`;

/**
 * Computes what an epoch changes, in temporary tables of its transaction: `changed_artists` lists the artists to publish,
 * `changed_pairs` the pairs that change and those that become dead letters.
 */
@Injectable()
export class ChangesRepository {
  /** Applies the staged artists and records those that changed. */
  async applyArtists(transaction: Transaction): Promise<void> {
    // An epoch may hold the whole catalogue: sort in memory as far as possible.
    await transaction.query("set local work_mem = '96MB'");
    // Every cursor is read to its end, not only a tenth of it, which is the planner's default assumption.
    await transaction.query("set local cursor_tuple_fraction = 1");
    // Without statistics the planner would choose index look-ups row by row. A vacuum of the tables is not waited for.
    await transaction.query("analyze (skip_locked) staged_artists, staged_collaborations");
    await transaction.query("create temporary table changed_artists (artist uuid not null) on commit drop");
    await transaction.query(
      `with newest as materialized (
         select distinct on (artist) artist, name, popularity, attributes from staged_artists
         order by artist, "offset" desc
       ), gone as (
         delete from artists using newest
         where newest.name is null and artists.artist = newest.artist
         returning artists.artist
       ), renewed as (
         update artists set name = newest.name, popularity = newest.popularity, attributes = newest.attributes
         from newest
         where newest.name is not null and artists.artist = newest.artist
           and (artists.name, artists.popularity, artists.attributes)
             is distinct from (newest.name, newest.popularity, newest.attributes)
         returning artists.artist
       ), added as (
         insert into artists (artist, name, popularity, attributes)
         select artist, name, popularity, attributes from newest
         where name is not null and not exists (select from artists where artists.artist = newest.artist)
         order by artist
         returning artist
       )
       insert into changed_artists
       select artist from gone
       union all select artist from renewed
       union all select artist from added`,
    );
  }

  /** Finds the pairs that the epoch changes. Call after {@link applyArtists}. */
  async findPairs(transaction: Transaction): Promise<ChangedPairs> {
    const [found] = await transaction.query<{ any: boolean }>("select exists (select from edges) as any");
    if (!found!.any) {
      // At the first load every staged pair is new, and there may be millions: do not copy them only to count them.
      const [staged] = await transaction.query<{ count: number }>(
        "select count(*) from staged_collaborations",
      );
      return { count: staged!.count, read: () => ordered(transaction, CHANGED_PAIRS) };
    }
    await transaction.query(`create temporary table changed_pairs on commit drop as ${CHANGED_PAIRS}`);
    const [changed] = await transaction.query<{ count: number }>(
      "select count(*) from changed_pairs where unknown is null",
    );
    return { count: changed!.count, read: () => ordered(transaction, "select * from changed_pairs") };
  }

  /** Starts applying the changed pairs to the edges. */
  async edgeWriter(transaction: Transaction): Promise<EdgeWriter> {
    await transaction.query(
      `create temporary table changed_edges (
         artist_a uuid not null, artist_b uuid not null, weight integer, first_recording integer,
         graph_version bigint not null
       ) on commit drop`,
    );
    return new EdgeWriter(transaction);
  }

  /** Records artists whose `graph.artists` record changes. */
  async recordArtists(transaction: Transaction, artists: Iterable<string>): Promise<void> {
    await transaction.copyEach("changed_artists", ["artist"], artists, (row, artist) => row.uuid(artist));
    await transaction.query("analyze changed_artists");
  }
}

function ordered(transaction: Transaction, pairs: string): AsyncIterable<PairChange> {
  return transaction.stream<PairChange>(`${pairs} order by artist_a, artist_b`);
}

const COLUMNS = ["artist_a", "artist_b", "weight", "first_recording", "graph_version"];

/** Writes changed edges: new ones as they come, which are most of a large epoch, and the others in `finish`. */
class EdgeWriter {
  #added = new CopyRows();
  #others = new CopyRows();

  constructor(private readonly transaction: Transaction) {}

  /** Writes an edge. Returns undefined, to save an await, unless a batch is full. */
  write(pair: PairChange, graphVersion: number): Promise<void> | undefined {
    const rows = pair.is_edge ? this.#others : this.#added;
    rows.row(5).uuid(pair.artist_a).uuid(pair.artist_b).integer(pair.weight).integer(pair.first_recording);
    rows.bigint(graphVersion);
    return rows.size < COPY_BYTES ? undefined : this.#flush();
  }

  async finish(): Promise<void> {
    await this.#flush();
    await this.transaction.query(
      `with gone as (
         delete from edges using changed_edges changed
         where changed.weight is null
           and edges.artist_a = changed.artist_a and edges.artist_b = changed.artist_b
       )
       insert into removed_edges (artist_a, artist_b, graph_version)
       select artist_a, artist_b, graph_version from changed_edges where weight is null
       on conflict (artist_a, artist_b) do update set graph_version = excluded.graph_version`,
    );
    await this.transaction.query(
      `update edges
       set weight = changed.weight, first_recording = changed.first_recording, graph_version = changed.graph_version
       from changed_edges changed
       where changed.weight is not null
         and edges.artist_a = changed.artist_a and edges.artist_b = changed.artist_b`,
    );
  }

  async #flush(): Promise<void> {
    const [added, others] = [this.#added, this.#others];
    this.#added = new CopyRows();
    this.#others = new CopyRows();
    await this.transaction.copyRows("edges", COLUMNS, added);
    await this.transaction.copyRows("changed_edges", COLUMNS, others);
  }
}
