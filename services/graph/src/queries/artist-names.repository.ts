import type { Database } from "@interlude/infra-postgres";
import { QUERY_DATABASE } from "@interlude/infra-runtime";
import { Inject, Injectable } from "@nestjs/common";

/** Names of artists, as of the last epoch. */
@Injectable()
export class ArtistNamesRepository {
  constructor(@Inject(QUERY_DATABASE) private readonly database: Database) {}

  /** Names by MBID; artists that the catalogue does not have are missing. */
  async of(mbids: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database.query<{ artist: string; name: string }>(
      "select artist, name from artists where artist = any($1::uuid[])",
      [mbids],
    );
    return new Map(rows.map(({ artist, name }) => [artist, name]));
  }
}
