import { type GenerationModelCard, topics } from "@interlude/contracts";
import type { PostgresContext, Transaction } from "@interlude/infra-postgres";
import { SETTINGS, StatusReporter } from "@interlude/infra-runtime";
import { Inject, Injectable } from "@nestjs/common";
import { TrainingInputsRepository } from "../inputs/training-inputs.repository.js";
import { LoadedModels } from "../models/loaded-models.js";
import type { ModelInUse, ModelsInForce } from "../models/model-in-use.js";
import { PostgresModelStore } from "../models/postgres-model-store.js";
import { type ModelStatus, TrainedModelsRepository } from "../models/trained-models.repository.js";
import { TotalsRepository } from "../totals.repository.js";
import { decide } from "./decision.js";
import { dueCause } from "./due.js";
import type { FitOutcome, FittedCard, Refusal } from "./fit-outcome.js";
import { statusNote } from "./status-note.js";
import type { TrainingSettings } from "./training-settings.js";
import { type OpenTraining, TrainingsRepository } from "./trainings.repository.js";

/** How many models keep their artifacts: the one in force, and those before it that serve if it cannot be loaded. */
const KEPT_ARTIFACTS = 3;

/** The model that can serve, and why it is not the one in force. */
interface Serving {
  readonly model: Omit<ModelInUse, "isNew"> | null;
  readonly refused: string | null;
}

/**
 * Decides when models of tracks are trained and which one is in force. The end of an epoch only notes a training and the
 * later epoch with which a model of it takes over; it is fitted beside the stream, on the inputs as they were then. So no
 * packet waits for a fit before the takeover, and which model makes an epoch's tracks does not depend on how long a fit
 * takes.
 */
@Injectable()
export class TrainingService implements ModelsInForce {
  readonly #loaded = new LoadedModels();

  constructor(
    private readonly models: TrainedModelsRepository,
    private readonly trainings: TrainingsRepository,
    private readonly inputs: TrainingInputsRepository,
    private readonly totals: TotalsRepository,
    private readonly reporter: StatusReporter,
    @Inject(SETTINGS)
    private readonly settings: Pick<TrainingSettings, "takeoverEpochs" | "trainingEpochs">,
  ) {}

  async inForceFrom(epoch: number, context: PostgresContext): Promise<ModelInUse | null> {
    const { transaction } = context;
    const open = await this.trainings.open(transaction);
    if (open !== null && open.takesOverAtEpoch <= epoch)
      await this.#decide(open, await this.#untilFitted(open, transaction), context);
    return this.#inForce(transaction);
  }

  async decideInBackground(completedEpoch: number, context: PostgresContext): Promise<ModelInUse | null> {
    const { transaction } = context;
    const open = await this.trainings.open(transaction);
    if (open === null || open.takesOverAtEpoch > completedEpoch + 1) return null;
    const outcome = await this.trainings.outcomes.of(transaction, open.id);
    if (outcome === null) return null;
    await this.#decide(open, outcome, context);
    return this.#inForce(transaction);
  }

  async current(transaction: Transaction): Promise<ModelInUse | null> {
    const { model } = await this.#serving(transaction);
    return model === null ? null : { ...model, isNew: false };
  }

  async noteWhenDue(epoch: number, { transaction }: PostgresContext): Promise<void> {
    const { tracks } = await this.totals.read(transaction);
    const { model, refused } = await this.#serving(transaction);
    if ((await this.trainings.open(transaction)) === null) {
      const before = await this.trainings.newestDecided(transaction);
      const cause = dueCause(
        {
          tracks,
          tracksAtTraining: (await this.models.state(transaction)).tracksAtTraining,
          epochs: before === null ? null : epoch - before.epoch,
          refused,
          causeBefore: before?.cause ?? null,
          isRequested: await this.trainings.isRequested(transaction),
        },
        this.settings,
      );
      if (cause !== null) {
        const wait = model === null ? 1 : this.settings.takeoverEpochs;
        await this.inputs.keep(transaction, epoch);
        await this.trainings.note(transaction, { epoch, takesOverAtEpoch: epoch + wait, tracks, cause });
        await this.models.saveTried(transaction, tracks);
        await this.trainings.takeRequests(transaction);
      }
    }
    await this.#show({ model, refused }, transaction);
  }

  #untilFitted({ id, epoch, takesOverAtEpoch }: OpenTraining, transaction: Transaction): Promise<FitOutcome> {
    const note = `epoch ${takesOverAtEpoch} waits for the training of the model that is to make its tracks, as of epoch ${epoch}`;
    return this.trainings.outcomes.wait(transaction, id, () => this.reporter.setNote(note));
  }

  /** Lets a new model take over, or keeps the reason why the one in use stays. */
  async #decide(open: OpenTraining, outcome: FitOutcome, context: PostgresContext): Promise<void> {
    const { transaction } = context;
    const { model } = await this.#serving(transaction);
    const { takesOver, rejected, refusal } = decide(outcome, model?.kind ?? null);
    if (rejected !== null) await this.#add(open, rejected, "REJECTED", refusal, context);
    if (takesOver !== null) {
      const before = await this.models.supersede(transaction);
      if (before !== null && before.modelId !== takesOver.modelId) await publish(before, context);
      await this.#add(open, takesOver, "IN_FORCE", null, context);
    }
    await this.trainings.decide(transaction, open.id, {
      modelId: takesOver?.modelId ?? null,
      code: refusal?.code ?? null,
      reason: refusal?.reason ?? null,
    });
    await this.inputs.release(transaction);
    const store = new PostgresModelStore(transaction);
    for (const hash of await this.models.artifactsToRemove(transaction, KEPT_ARTIFACTS))
      await store.remove(hash);
    await this.#show(await this.#serving(transaction), transaction);
  }

  async #add(
    { epoch, takesOverAtEpoch, cause }: OpenTraining,
    fitted: FittedCard,
    status: ModelStatus,
    refusal: Refusal | null,
    context: PostgresContext,
  ): Promise<void> {
    const card: GenerationModelCard = {
      ...fitted,
      trainedAtEpoch: epoch,
      takesOverAtEpoch,
      cause,
      status,
      refusalCode: refusal?.code ?? null,
      refusal: refusal?.reason ?? null,
    };
    await this.models.save(context.transaction, card);
    await publish(card, context);
  }

  /** The model that serves by now, which is saved. */
  async #inForce(transaction: Transaction): Promise<ModelInUse | null> {
    const serving = await this.#serving(transaction);
    const id = serving.model?.id ?? null;
    const isNew = id !== (await this.models.state(transaction)).servingModelId;
    if (isNew) await this.models.saveServing(transaction, id);
    await this.#show(serving, transaction);
    return serving.model === null ? null : { ...serving.model, isNew };
  }

  /** The model in force or, if that cannot be loaded, the newest before it that can. */
  async #serving(transaction: Transaction): Promise<Serving> {
    const store = new PostgresModelStore(transaction);
    let refused: string | null = null;
    for (const id of (await this.models.candidates(transaction)).slice(0, KEPT_ARTIFACTS)) {
      const loaded = await this.#loaded.load(store, id);
      if (loaded.kind === "loaded") {
        const { model } = loaded;
        return { model: { id, kind: model.generator.kind, model }, refused };
      }
      refused ??= loaded.reason;
    }
    return { model: null, refused };
  }

  async #show({ model, refused }: Serving, transaction: Transaction): Promise<void> {
    this.reporter.setNote(
      statusNote({
        serving: model,
        refused,
        open: await this.trainings.open(transaction),
        decided: await this.trainings.newestDecided(transaction),
        tracks: (await this.totals.read(transaction)).tracks,
      }),
    );
  }
}

function publish(card: GenerationModelCard, context: PostgresContext): Promise<void> {
  return context.publish(topics.generationModels, topics.generationModels.keyOf(card), card);
}
