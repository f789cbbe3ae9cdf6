import { CopyRows, type Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

/** Of what is copied at once. */
const COPY_BYTES = 1024 * 1024;

/** A pair that the epoch changes, or would. */
export interface PairChange {
  readonly artist_a: string;
  readonly artist_b: string;
  /** null where the pair was withdrawn. */
  readonly weight: number | null;
  readonly first_recording: number | null;
  /** Whether there is an edge already. */
  readonly is_edge: boolean;
  /** What else is needed of the record where the catalogue does not have both: then it is not taken. */
  readonly unknown: UnknownPair | null;
}

/** Of a record that is set aside: what it says beside the pair, and where it was read. */
export interface UnknownPair {
  readonly kinds: readonly string[] | null;
  readonly partition: number;
  readonly offset: number;
}

/** The pairs that an epoch changes. */
export interface ChangedPairs {
  /** How many there are, or more. */
  readonly count: number;
  /** In the order of their MBIDs: each that is taken leads to the next version. */
  readonly pairs: AsyncIterable<PairChange>;
}

/** What the newest record of each pair says, where that is not what is known. */
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
 * What an epoch changes, worked out in tables of the transaction's own: `changed_artists` has of whom there is
 * something new to say, `changed_pairs` the pairs that change and those that are refused.
 */
@Injectable()
export class ChangesRepository {
  /** Makes the artists what the epoch says and notes those of whom it says something new. */
  async applyArtists(transaction: Transaction): Promise<void> {
    // An epoch may be everything there is: sorted in memory as far as that goes.
    await transaction.query("set local work_mem = '96MB'");
    // Every cursor is read to its end.
    await transaction.query("set local cursor_tuple_fraction = 1");
    // Nobody else has told the planner how much that is, and it would look everything up one by one.
    await transaction.query("analyze staged_artists, staged_collaborations");
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

  /** Works out which pairs the epoch changes. Call after {@link applyArtists}; they are what was staged until then. */
  async findPairs(transaction: Transaction): Promise<ChangedPairs> {
    const [found] = await transaction.query<{ any: boolean }>("select exists (select from edges) as any");
    if (!found!.any) {
      // Whatever is staged is new, and there may be millions: none is written down again only to be counted.
      const [staged] = await transaction.query<{ count: number }>(
        "select count(*) from staged_collaborations",
      );
      return { count: staged!.count, pairs: ordered(transaction, CHANGED_PAIRS) };
    }
    await transaction.query(`create temporary table changed_pairs on commit drop as ${CHANGED_PAIRS}`);
    const [changed] = await transaction.query<{ count: number }>(
      "select count(*) from changed_pairs where unknown is null",
    );
    return { count: changed!.count, pairs: ordered(transaction, "select * from changed_pairs") };
  }

  /** Begins to make the edges what the changed pairs say. */
  async edgeWriter(transaction: Transaction): Promise<EdgeWriter> {
    await transaction.query(
      `create temporary table changed_edges (
         artist_a uuid not null, artist_b uuid not null, weight integer, first_recording integer,
         graph_version bigint not null
       ) on commit drop`,
    );
    return new EdgeWriter(transaction);
  }

  /** Notes artists of whom there is something new to say. */
  async recordArtists(transaction: Transaction, artists: Iterable<string>): Promise<void> {
    await transaction.copyEach("changed_artists", ["artist"], artists, (row, artist) => row.uuid(artist));
    await transaction.query("analyze changed_artists");
  }
}

function ordered(transaction: Transaction, pairs: string): AsyncIterable<PairChange> {
  return transaction.stream<PairChange>(`${pairs} order by artist_a, artist_b`);
}

const COLUMNS = ["artist_a", "artist_b", "weight", "first_recording", "graph_version"];

/** Writes edges as they change: new ones at once, which are most of a large epoch, and the others at its end. */
export class EdgeWriter {
  #added = new CopyRows();
  #others = new CopyRows();

  constructor(private readonly transaction: Transaction) {}

  /** Mostly there is nothing to wait for. */
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
