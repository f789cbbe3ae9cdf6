import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { DirtyRepository } from "../dirty/dirty.repository.js";
import { AcousticFeaturesRepository } from "./acoustic-features.repository.js";
import { ArtistIdentitiesRepository } from "./artist-identities.repository.js";
import { ArtistsRepository } from "./artists.repository.js";
import { CollaborationsRepository } from "./collaborations.repository.js";
import { CreditUsageRepository } from "./credit-usage.repository.js";
import { CreditsRepository } from "./credits.repository.js";
import { type DerivedTotals, DerivationStateRepository } from "./derivation-state.repository.js";
import { PopularityRanksRepository } from "./popularity-ranks.repository.js";
import { RelationshipsRepository } from "./relationships.repository.js";
import { TracksRepository } from "./tracks.repository.js";

/**
 * Derives what an epoch caused, from what it marked: credits, their use, relationships, collaborations, tracks, artists. Each step
 * leaves the next its working set in a temporary table, so that the work is as large as the change; the first
 * derivation takes the whole store through the same steps.
 */
@Injectable()
export class DerivationService {
  constructor(
    private readonly state: DerivationStateRepository,
    private readonly dirty: DirtyRepository,
    private readonly artistIdentities: ArtistIdentitiesRepository,
    private readonly creditUsage: CreditUsageRepository,
    private readonly credits: CreditsRepository,
    private readonly relationships: RelationshipsRepository,
    private readonly collaborations: CollaborationsRepository,
    private readonly tracks: TracksRepository,
    private readonly acousticFeatures: AcousticFeaturesRepository,
    private readonly popularityRanks: PopularityRanksRepository,
    private readonly artists: ArtistsRepository,
  ) {}

  /** Returns the sizes after the epoch; the repositories' `changed` have what changed. */
  async derive(transaction: Transaction, epoch: number): Promise<DerivedTotals> {
    const isFirst = await this.state.isFirstDerivation(transaction);
    await this.state.prepare(transaction, isFirst);
    await this.dirty.gather(transaction);
    await this.artistIdentities.derive(transaction, isFirst);
    await this.creditUsage.derive(transaction, isFirst);
    await this.credits.derive(transaction, isFirst);
    await this.relationships.derive(transaction, isFirst);
    const collaborations = await this.collaborations.derive(transaction);
    const tracks = await this.tracks.derive(transaction, isFirst);
    await this.acousticFeatures.derive(transaction);
    await this.popularityRanks.derive(transaction, isFirst);
    const artists = await this.artists.derive(transaction);
    await this.dirty.clear(transaction);
    return this.state.advance(transaction, epoch, { artists, collaborations, tracks });
  }
}
