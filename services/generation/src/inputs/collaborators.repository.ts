import { type CatalogCollaboration, topics } from "@interlude/contracts";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

/** Who recorded with whom. */
@Injectable()
export class CollaboratorsRepository {
  async write(transaction: Transaction, collaborations: readonly CatalogCollaboration[]): Promise<void> {
    if (collaborations.length === 0) return;
    await transaction.query(
      `insert into collaborators
       select * from unnest($1::uuid[] || $2::uuid[], $2::uuid[] || $1::uuid[]) as given (artist, collaborator)
       order by artist, collaborator
       on conflict do nothing`,
      [collaborations.map(({ artistA }) => artistA), collaborations.map(({ artistB }) => artistB)],
    );
  }

  /** Removes collaborations by key. */
  async remove(transaction: Transaction, keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const pairs = keys.map((key) => topics.catalogCollaborations.parseKey(key)!);
    await transaction.query(
      `delete from collaborators
       using unnest($1::uuid[] || $2::uuid[], $2::uuid[] || $1::uuid[]) as gone (artist, collaborator)
       where collaborators.artist = gone.artist and collaborators.collaborator = gone.collaborator`,
      [pairs.map(({ artistA }) => artistA), pairs.map(({ artistB }) => artistB)],
    );
  }
}
