import { type Marker, deadLetterTopics, topics } from "@interlude/contracts";
import type { PostgresContext } from "@interlude/infra-postgres";
import { CODEC } from "@interlude/infra-runtime";
import { type Codec, StageMetrics, deadLetter } from "@interlude/stage";
import { Inject, Injectable } from "@nestjs/common";
import type { PairChange, UnknownPair } from "./changes.repository.js";

/** Keeps what is found unusable only at the end of an epoch; what is so at once, the stage rejects. */
@Injectable()
export class DeadLetters {
  constructor(
    @Inject(CODEC) private readonly codec: Codec,
    private readonly metrics: StageMetrics,
  ) {}

  /** A pair of whom the catalogue does not have both; whether it does is known at the end of the epoch. */
  async keepUnknown(
    pair: Omit<PairChange, "unknown">,
    { kinds, partition, offset }: UnknownPair,
    marker: Pick<Marker, "epoch" | "ts">,
    context: PostgresContext,
  ): Promise<void> {
    const { artist_a: artistA, artist_b: artistB, weight, first_recording: firstRecording } = pair;
    const code = "GRAPH_UNKNOWN_ARTIST";
    const key = topics.catalogCollaborations.keyOf({ artistA, artistB });
    const value = {
      artistA,
      artistB,
      weight: weight!,
      firstRecording: firstRecording!,
      kinds: [...(kinds ?? [])],
    };
    const letter = deadLetter({
      service: "graph",
      code,
      reason: `the catalogue does not have both artists of ${key}; replay the record when it has`,
      topic: topics.catalogCollaborations.name,
      partition,
      offset,
      epoch: marker.epoch,
      key: Buffer.from(key),
      value: this.codec.encode(topics.catalogCollaborations, value),
      ts: marker.ts,
    });
    await context.publish(deadLetterTopics.graph, key, letter);
    this.metrics.deadLetters.inc({ code });
  }
}
