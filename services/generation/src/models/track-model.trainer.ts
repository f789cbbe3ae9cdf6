import type { TrackModel, TrainingTrack } from "@interlude/core-tracks";
import { LOGGER, type Logger } from "@interlude/infra-runtime";
import { StageMetrics } from "@interlude/stage";
import { Inject, Injectable, Optional } from "@nestjs/common";
import { type LoadedTensorFlow, type TensorFlowBackend, loadTensorFlow } from "@interlude/infra-tensorflow";
import type { TrainDecoderOptions } from "../training/train-decoder.js";
import { trainTrackModel } from "../training/train-track-model.js";

/** Overrides how long and how wide a network is trained; for tests. */
const TRAINING_OPTIONS = Symbol("training options");

interface Trained {
  readonly model: TrackModel;
  readonly backend: TensorFlowBackend;
}

const PASSES_A_LOG_LINE = 10;

/** Trains models in TensorFlow.js, and logs the backend that it runs on. TensorFlow is loaded when first needed. */
@Injectable()
export class TrackModelTrainer {
  #loading: Promise<LoadedTensorFlow> | null = null;
  readonly #trainings;

  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    metrics: StageMetrics,
    @Optional() @Inject(TRAINING_OPTIONS) private readonly options: Partial<TrainDecoderOptions> = {},
  ) {
    this.#trainings = metrics.counter(
      "interlude_trainings_total",
      "Models trained, by backend of TensorFlow.js",
      ["backend"],
    );
  }

  /**
   * Trains a model; the event loop keeps turning meanwhile.
   * @throws TracksError `TRACKS_TOO_FEW` if too few of the tracks are complete
   */
  async train(tracks: readonly TrainingTrack[]): Promise<Trained> {
    const { tf, backend } = await this.#tensorFlow();
    const model = await trainTrackModel(tf, tracks, this.options, {
      onPass: (progress) => {
        if (progress.pass % PASSES_A_LOG_LINE === 0) this.logger.info(progress, "training");
      },
    });
    this.#trainings.inc({ backend });
    const { metrics } = model;
    this.logger.info({ model: model.id, tracks: model.trainedTracks, backend, metrics }, "trained");
    if (metrics["activeUnits"] === 0) {
      this.logger.warn(
        { model: model.id },
        "the posterior collapsed: tracks vary by noise and condition only",
      );
    }
    return { model, backend };
  }

  #tensorFlow(): Promise<LoadedTensorFlow> {
    this.#loading ??= loadTensorFlow().then((loaded) => {
      const { backend, unavailable } = loaded;
      this.logger.info({ backend, unavailable }, "TensorFlow.js is loaded");
      return loaded;
    });
    return this.#loading;
  }
}
