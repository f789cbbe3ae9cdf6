import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import type { CataloguedArtist } from "./artist-record.js";

/** Reads the artists whose record has changed. */
@Injectable()
export class ChangedArtistsRepository {
  /** The recorded artists, each once, ordered by MBID: sorted before the join, so that it scans the index in order. */
  artists(transaction: Transaction): AsyncIterable<CataloguedArtist> {
    return transaction.stream<CataloguedArtist>(
      `select artist, name, popularity, attributes::text
       from (select distinct artist from changed_artists order by artist) changed
       left join artists using (artist)
       order by artist`,
    );
  }
}
