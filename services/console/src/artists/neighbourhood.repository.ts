import type { Database } from "@interlude/infra-postgres";
import { QUERY_DATABASE } from "@interlude/infra-runtime";
import { Inject, Injectable } from "@nestjs/common";
import { ArtistsRepository } from "./artists.repository.js";

const CANDIDATES = 8;
const MOST_EDGES = 1_500;
/** How much of a neighbourhood of depth 2 the collaborators themselves may take. */
const FIRST_RING_SHARE = 0.4;

/** A collaboration that is shown. */
interface NeighbourhoodEdge {
  readonly artistA: string;
  readonly artistB: string;
  /** Recordings that name both. */
  readonly weight: number;
}

/** An artist near another. */
interface NeighbourhoodNode {
  readonly artist: string;
  /** Empty until it is known. */
  readonly name: string;
  /** Distinct collaborators. */
  readonly degree: number;
  /** 0 the artist asked for, 1 collaborators, 2 their collaborators. */
  readonly ring: 0 | 1 | 2;
  /** Number of the Louvain community that the graph publishes; null if it has published none yet. */
  readonly community: number | null;
}

/** A candidate collaboration of the artist in the middle. */
interface NeighbourhoodCandidate {
  readonly artist: string;
  readonly probability: number;
}

/** An artist, its neighbours, and the edges among them. */
export interface Neighbourhood {
  readonly artist: string;
  readonly depth: number;
  /** By ring, then by the number of edges to the ring inside. */
  readonly nodes: readonly NeighbourhoodNode[];
  readonly edges: readonly NeighbourhoodEdge[];
  /** The most probable candidates of the artist; their nodes are in ring 2. */
  readonly candidates: readonly NeighbourhoodCandidate[];
  /** Whether there is more than is shown. */
  readonly truncated: boolean;
}

type NearbyArtist = Omit<NeighbourhoodNode, "community">;

/** Reads the surroundings of an artist, bounded whatever the artist's fame. */
@Injectable()
export class NeighbourhoodRepository {
  constructor(
    @Inject(QUERY_DATABASE) private readonly database: Database,
    private readonly artists: ArtistsRepository,
  ) {}

  /** At most `limit` artists, itself included; null if the artist is unknown. */
  async around(
    artist: string,
    { depth, limit }: { depth: number; limit: number },
  ): Promise<Neighbourhood | null> {
    const centre = await this.artists.one(artist);
    if (centre === null) return null;
    const candidates = await this.#candidates(artist, Math.min(CANDIDATES, limit - 2));
    const room = limit - 1 - candidates.length;
    const first = await this.#firstRing(artist, depth === 1 ? room : Math.ceil(room * FIRST_RING_SHARE));
    const second = await this.#secondRing(
      artist,
      first.map((near) => near.artist),
      candidates.map((candidate) => candidate.artist),
      depth === 1 ? 0 : room - first.length,
    );
    const nearby: NearbyArtist[] = [{ ...centre, ring: 0 }, ...first, ...second];
    const shown = nearby.map((near) => near.artist);
    const edges = await this.#edgesAmong(shown);
    const communities = await this.#communitiesOf(shown);
    return {
      artist,
      depth,
      nodes: nearby.map(({ artist: mbid, name, degree, ring }) => ({
        artist: mbid,
        name,
        degree,
        ring,
        community: communities.get(mbid) ?? null,
      })),
      edges,
      candidates,
      truncated: first.length < centre.degree || edges.length === MOST_EDGES,
    };
  }

  async #firstRing(artist: string, limit: number): Promise<NearbyArtist[]> {
    const collaborators = await this.artists.collaborators(artist, limit);
    return collaborators.map((collaborator) => ({ ...collaborator, ring: 1 as const }));
  }

  /** Collaborators of the first ring who are none of the artist's own: the wanted ones, then those with most edges to it. */
  async #secondRing(
    artist: string,
    first: readonly string[],
    wanted: readonly string[],
    more: number,
  ): Promise<NearbyArtist[]> {
    return this.database.query<NearbyArtist>(
      `with joined as (
         select other, count(*) as links, sum(weight) as recordings
           from (select artist_b as other, weight from edges where artist_a = any ($2::uuid[])
                 union all select artist_a, weight from edges where artist_b = any ($2::uuid[])) as outward
          where $4::integer > 0 and other <> $1 and other <> all ($3::uuid[])
            and not exists (select from edges where artist_a = least($1::uuid, other)
                                                and artist_b = greatest($1::uuid, other))
          group by other order by links desc, recordings desc, other limit $4),
       shown as (
         select mbid as artist, 0 as tier, place from unnest($3::uuid[]) with ordinality as row (mbid, place)
         union all select other, 1, row_number() over (order by links desc, recordings desc, other) from joined)
       select artist, coalesce(name, '') as name, coalesce(degree, 0) as degree, 2 as ring
         from shown left join artists using (artist) order by tier, place`,
      [artist, first, wanted, more],
    );
  }

  #candidates(artist: string, limit: number): Promise<NeighbourhoodCandidate[]> {
    return this.database.query<NeighbourhoodCandidate>(
      `select case when artist_a = $1::uuid then artist_b else artist_a end as artist, probability
         from candidates where artist_a = $1::uuid or artist_b = $1::uuid
        order by probability desc, artist limit $2`,
      [artist, Math.max(0, limit)],
    );
  }

  async #communitiesOf(artists: readonly string[]): Promise<Map<string, number | null>> {
    const rows = await this.database.query<{ artist: string; community: number | null }>(
      "select artist, community from artists where artist = any ($1::uuid[])",
      [artists],
    );
    return new Map(rows.map(({ artist, community }) => [artist, community]));
  }

  #edgesAmong(artists: readonly string[]): Promise<NeighbourhoodEdge[]> {
    return this.database.query<NeighbourhoodEdge>(
      `select artist_a as "artistA", artist_b as "artistB", weight
         from edges where artist_a = any ($1::uuid[]) and artist_b = any ($1::uuid[])
        order by weight desc, artist_a, artist_b limit $2`,
      [artists, MOST_EDGES],
    );
  }
}
