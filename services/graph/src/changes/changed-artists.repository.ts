import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import type { CataloguedArtist } from "./artist-record.js";

/** What the catalogue says of artists of whom there is something new to say. */
@Injectable()
export class ChangedArtistsRepository {
  /** The noted artists, each once, in the order of their MBIDs: sorted first, so that the index is gone through once. */
  artists(transaction: Transaction): AsyncIterable<CataloguedArtist> {
    return transaction.stream<CataloguedArtist>(
      `select artist, name, popularity, attributes::text
       from (select distinct artist from changed_artists order by artist) changed
       left join artists using (artist)
       order by artist`,
    );
  }
}
