"""The conditional VAE of `bench generate` in Keras, on the same rows: how many samples a second it trains and draws.

python keras_cvae.py OPTIONS

OPTIONS is a JSON object: `file` with float32 rows of scores, then of conditions; `rows`, `features`, `condition`,
`latent`, `hidden`, `priorHidden`, `covariance`, `dropout`, `batch`, `passes` and those of the optimiser. Prints a JSON
object. The first pass, in which the graph is compiled, is not timed.
"""

import json
import math
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy
import tensorflow as tf


def network(inputs, widths, outputs, dropout=0.0):
    layers = [keras.Input((inputs,))]
    for width in widths:
        layers.append(keras.layers.Dense(width, activation="silu"))
        if dropout:
            layers.append(keras.layers.Dropout(dropout))
    layers.append(keras.layers.Dense(outputs))
    return keras.Sequential(layers)


class ConditionalVae(keras.Model):
    def __init__(self, o, steps):
        super().__init__()
        f, c, z, hidden = o["features"], o["condition"], o["latent"], [o["hidden"]] * 2
        self.o, self.steps_in_all = o, steps
        triangle = f * (f - 1) // 2 if o["covariance"] == "full" else 0
        self.encoder = network(f + c, hidden, 2 * z)
        self.prior = network(c, [o["priorHidden"]], 2 * z)
        self.decoder = network(z + c, hidden, 2 * f + triangle, o["dropout"])
        rows, columns = numpy.tril_indices(f, -1)
        self.of_columns = tf.constant(numpy.eye(f, dtype="float32")[:, columns])
        self.of_rows = tf.constant(0.3 * numpy.eye(f, dtype="float32")[:, rows].T)
        self.done = tf.Variable(0.0, trainable=False)
        self.reconstruction = keras.metrics.Mean("reconstruction")
        self.kl = keras.metrics.Mean("kl")

    @property
    def metrics(self):
        return [self.reconstruction, self.kl]

    def distribution(self, z, c, training):
        f = self.o["features"]
        out = self.decoder(tf.concat([z, c], 1), training=training)
        return out[:, :f], tf.clip_by_value(out[:, f : 2 * f], -2.5, 2.0), out[:, 2 * f :]

    def train_step(self, data):
        x, c = data
        with tf.GradientTape() as tape:
            q_mean, q_log = tf.split(self.encoder(tf.concat([x, c], 1), training=True), 2, 1)
            p_mean, p_log = tf.split(self.prior(c, training=True), 2, 1)
            z = q_mean + tf.exp(0.5 * q_log) * tf.random.normal(tf.shape(q_mean))
            mean, log_scale, triangle = self.distribution(z, c, True)
            d = x - mean
            if self.o["covariance"] == "full":
                d = d + tf.matmul(triangle * tf.matmul(d, self.of_columns), self.of_rows)
            residual = d * tf.exp(-log_scale)
            density = 0.5 * tf.square(residual) + log_scale + 0.5 * math.log(2 * math.pi)
            reconstruction = tf.reduce_mean(tf.reduce_sum(density, 1))
            kl = 0.5 * (p_log - q_log + (tf.exp(q_log) + tf.square(q_mean - p_mean)) / tf.exp(p_log) - 1)
            kl = tf.reduce_mean(kl, 0)
            weight = self.o["klWeight"] * tf.minimum(1.0, self.done / (self.o["warmUp"] * self.steps_in_all))
            loss = reconstruction + weight * tf.reduce_sum(tf.maximum(kl, self.o["freeBits"]))
        variables = self.trainable_variables
        gradients, _ = tf.clip_by_global_norm(tape.gradient(loss, variables), self.o["clipNorm"])
        self.optimizer.apply_gradients(zip(gradients, variables))
        self.done.assign_add(1.0)
        self.reconstruction.update_state(reconstruction)
        self.kl.update_state(tf.reduce_sum(kl))
        return {metric.name: metric.result() for metric in self.metrics}

    @tf.function
    def draw(self, c):
        p_mean, p_log = tf.split(self.prior(c), 2, 1)
        z = p_mean + tf.exp(0.5 * p_log) * tf.random.normal(tf.shape(p_mean))
        mean, log_scale, triangle = self.distribution(z, c, False)
        d = tf.exp(log_scale) * tf.random.normal(tf.shape(mean))
        if self.o["covariance"] == "full":
            f = self.o["features"]
            below = tf.matmul(tf.expand_dims(triangle, 1) * self.of_columns, self.of_rows)
            lower = tf.transpose(below, [0, 2, 1]) + tf.eye(f)
            d = tf.linalg.triangular_solve(lower, d[:, :, None])[:, :, 0]
        return mean + d


class Watch(keras.callbacks.Callback):
    """Wall-clock and processor time from the end of the first pass to that of the last."""

    def on_epoch_end(self, epoch, logs=None):
        now = (time.perf_counter(), time.process_time())
        if epoch == 0:
            self.start = now
        self.seconds, self.cpu_seconds = (b - a for a, b in zip(self.start, now))


def main():
    o = json.loads(sys.argv[1])
    tf.random.set_seed(1)
    numbers = numpy.fromfile(o["file"], dtype="<f4")
    x = numbers[: o["rows"] * o["features"]].reshape(o["rows"], -1)
    c = numbers[o["rows"] * o["features"] :].reshape(o["rows"], -1)
    steps = math.ceil(o["rows"] / o["batch"]) * o["passes"]
    model = ConditionalVae(o, steps)
    rate = keras.optimizers.schedules.CosineDecay(o["learningRate"], steps)
    model.compile(optimizer=keras.optimizers.AdamW(rate, weight_decay=o["weightDecay"]))
    watch = Watch()
    fitted = model.fit(x, c, batch_size=o["batch"], epochs=o["passes"], verbose=0, callbacks=[watch])
    trained = o["rows"] * (o["passes"] - 1)

    draws = tf.constant(c[:4096])
    model.draw(draws)
    start, cpu_start = time.perf_counter(), time.process_time()
    for _ in range(5):
        model.draw(draws).numpy()
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu_start
    drawn = 5 * len(draws)
    print(
        json.dumps(
            {
                "version": keras.__version__,
                "tensorflow": tf.__version__,
                "parameters": sum(int(numpy.prod(v.shape)) for v in model.trainable_variables),
                "reconstruction": float(fitted.history["reconstruction"][-1]),
                "kl": float(fitted.history["kl"][-1]),
                "samplesPerSecond": trained / watch.seconds,
                "samplesPerCpuSecond": trained / watch.cpu_seconds,
                "vectorsPerSecond": drawn / seconds,
                "vectorsPerCpuSecond": drawn / cpu_seconds,
            }
        )
    )


if __name__ == "__main__":
    main()
