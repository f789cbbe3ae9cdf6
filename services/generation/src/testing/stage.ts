import {
  type CandidateCollaboration,
  type CatalogCollaboration,
  type CatalogTrack,
  type GenerationModelCard,
  type GraphArtist,
  type SyntheticTrack,
  topics,
} from "@interlude/contracts";
import type { Database, PostgresContext, Transaction } from "@interlude/infra-postgres";
import { StatusReporter, createLogger } from "@interlude/infra-runtime";
import { type StreamRecord, StageMetrics } from "@interlude/stage";
import { GenerationService } from "../generation.service.js";
import { ArtistProfilesRepository } from "../inputs/artist-profiles.repository.js";
import { ArtistsRepository } from "../inputs/artists.repository.js";
import { CandidatesRepository } from "../inputs/candidates.repository.js";
import { CollaboratorsRepository } from "../inputs/collaborators.repository.js";
import { TracksRepository } from "../inputs/tracks.repository.js";
import { ConditioningFeaturesRepository } from "../models/conditioning-features.repository.js";
import { ModelsRepository } from "../models/models.repository.js";
import { TrackModelService } from "../models/track-model.service.js";
import { TrackModelTrainer } from "../models/track-model.trainer.js";
import { rebuild } from "../rebuild.js";
import { SyntheticTracksRepository } from "../tracks/synthetic-tracks.repository.js";
import { SyntheticTracksService } from "../tracks/synthetic-tracks.service.js";
import { TotalsRepository } from "../totals.repository.js";

/** What one epoch brings; `null` is a tombstone. */
interface Delivery {
  readonly tracks?: ReadonlyMap<string, CatalogTrack | null>;
  readonly collaborations?: ReadonlyMap<string, CatalogCollaboration | null>;
  readonly artists?: ReadonlyMap<string, GraphArtist | null>;
  readonly candidates?: ReadonlyMap<string, CandidateCollaboration | null>;
}

/** The generation stage on a real database, driven by hand, with a subscriber at its outputs. */
export class TestStage {
  readonly reporter = new StatusReporter();
  readonly synthetic = new Map<string, SyntheticTrack>();
  readonly models: GenerationModelCard[] = [];
  readonly rejections: { key: string; code: string }[] = [];
  #service = this.#start();
  #epoch = 0;

  constructor(private readonly database: Database) {}

  /** Begins anew in memory, as after a crash. */
  restart(): void {
    this.#service = this.#start();
  }

  /** Hands over records, each topic in a transaction of its own, without completing the epoch. */
  async deliver({ tracks, collaborations, artists, candidates }: Delivery): Promise<void> {
    const service = this.#service;
    const receive = (work: (context: PostgresContext) => Promise<void>) =>
      this.database.transaction((transaction) => work(this.#context(transaction, [])));
    if (tracks) await receive((context) => service.stageTracks(this.#records(tracks), context));
    if (collaborations)
      await receive((context) => service.stageCollaborations(this.#records(collaborations), context));
    if (artists) await receive((context) => service.stageArtists(this.#records(artists), context));
    if (candidates) await receive((context) => service.stageCandidates(this.#records(candidates), context));
  }

  /** Delivers, completes the epoch and returns the keys of the tracks that it published or withdrew, in order. */
  async complete(delivery: Delivery = {}): Promise<string[]> {
    await this.deliver(delivery);
    this.#epoch += 1;
    const marker = {
      epoch: this.#epoch,
      sequence: this.#epoch,
      kind: "packet" as const,
      producedBy: "normalization",
      ts: 0,
    };
    const published = await this.database.transaction(async (transaction) => {
      const records: Published[] = [];
      await this.#service.completeEpoch(marker, this.#context(transaction, records));
      return records;
    });
    return this.#receive(published);
  }

  /** Does what can be done in the background and returns the keys of the tracks that it published or withdrew, in order. */
  async finishInBackground(): Promise<string[]> {
    const published: Published[] = [];
    for (;;) {
      const progress = await this.database.transaction((transaction) =>
        this.#service.renewInBackground(this.#context(transaction, published)),
      );
      if (progress === "done") return this.#receive(published);
    }
  }

  /** As a subscriber. */
  #receive(published: readonly Published[]): string[] {
    const keys: string[] = [];
    for (const { topic, key, value } of published) {
      if (topic === topics.generationModels.name) this.models.push(value as GenerationModelCard);
      else {
        keys.push(key);
        if (value === null) this.synthetic.delete(key);
        else this.synthetic.set(key, value as SyntheticTrack);
      }
    }
    return keys;
  }

  #context(transaction: Transaction, published: Published[]): PostgresContext {
    return {
      transaction,
      stateId: "",
      publish: (topic, key, value) => {
        published.push({ topic: topic.name, key, value });
        return Promise.resolve();
      },
      reject: ({ key }, code) => void this.rejections.push({ key, code }),
    };
  }

  #records<Value>(values: ReadonlyMap<string, Value | null>): StreamRecord<Value>[] {
    return [...values].map(([key, value], i) => ({
      key,
      value,
      headers: {},
      epoch: this.#epoch + 1,
      topic: "test",
      partition: 0,
      offset: BigInt(i),
    }));
  }

  #start(): GenerationService {
    const logger = createLogger({ service: "generation", level: "fatal" });
    const tracks = new TracksRepository();
    const candidates = new CandidatesRepository();
    const totals = new TotalsRepository();
    const trainer = new TrackModelTrainer(logger, new StageMetrics("generation"), {
      steps: 20,
      hidden: 8,
      latent: 2,
    });
    return new GenerationService(
      tracks,
      new ArtistProfilesRepository(),
      new ArtistsRepository(),
      new CollaboratorsRepository(),
      candidates,
      new ConditioningFeaturesRepository(),
      new TrackModelService(new ModelsRepository(), tracks, totals, trainer, this.reporter, logger),
      new SyntheticTracksService(candidates, new SyntheticTracksRepository()),
      totals,
      this.reporter,
    );
  }
}

/** Brings every table of the service back to its beginning. */
export async function emptyTables(database: Database): Promise<void> {
  await database.transaction((transaction) => transaction.run([...rebuild, "truncate models"]));
}

interface Published {
  readonly topic: string;
  readonly key: string;
  readonly value: unknown;
}
