import type { PassReport } from "@interlude/core-tracks";
import { StageMetrics } from "@interlude/stage";
import { Injectable } from "@nestjs/common";
import { calibrationError } from "./fitted-card.js";

/** What a training measures of itself, as of its newest pass. */
@Injectable()
export class TrainingMetrics {
  readonly #numbers;
  readonly #klByDimension;
  readonly collapses;
  readonly trainings;

  constructor(metrics: StageMetrics) {
    const gauge = (name: string, help: string) => metrics.gauge(`interlude_training_${name}`, help);
    this.#numbers = {
      pass: gauge("pass", "Passes over the data that are done"),
      passes: gauge("passes", "Passes over the data in all"),
      reconstruction: gauge("reconstruction_nats", "Negative log-likelihood of a track's features"),
      kl: gauge("kl_nats", "Divergence of the posterior from the prior, a track"),
      activeUnits: gauge("active_units", "Latent dimensions that carry something"),
      heldLoss: gauge("held_loss_nats", "Loss of a track that is not learnt from"),
      calibration: gauge("calibration_error", "How far variances of standardised residuals are from 1"),
    };
    this.#klByDimension = metrics.gauge(
      "interlude_training_kl_dimension_nats",
      "Divergence by latent dimension",
      ["dimension"],
    );
    this.collapses = metrics.counter("interlude_training_collapses_total", "Collapses of the posterior", []);
    this.trainings = metrics.counter(
      "interlude_trainings_total",
      "Trainings that ended, by backend of TensorFlow.js and outcome",
      ["backend", "outcome"],
    );
  }

  show(report: PassReport): void {
    const { pass, passes, reconstruction, kl, activeUnits, heldLoss, calibration } = report;
    this.#numbers.pass.set(pass);
    this.#numbers.passes.set(passes);
    this.#numbers.reconstruction.set(reconstruction);
    this.#numbers.kl.set(kl);
    this.#numbers.activeUnits.set(activeUnits);
    if (heldLoss !== null) this.#numbers.heldLoss.set(heldLoss);
    this.#numbers.calibration.set(calibrationError(calibration.variance));
    for (const [dimension, nats] of report.klByDimension.entries())
      this.#klByDimension.set({ dimension: String(dimension) }, nats);
  }
}
