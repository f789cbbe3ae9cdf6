import { type GenerationModelCard, type SyntheticTrack, topics } from "@interlude/contracts";
import { type CheckResult, type Queries, canonical, compare } from "@interlude/infra-checks";
import { syntheticTrackRecord } from "../tracks/synthetic-track-record.js";
import type { SyntheticTrackRow } from "../tracks/synthetic-tracks.repository.js";

/** The tracks and models that generation has published against those that it keeps. */
export async function verifyGenerationTopics(
  operator: Queries,
  published: {
    readonly tracks: ReadonlyMap<string, SyntheticTrack>;
    readonly models: ReadonlyMap<string, GenerationModelCard>;
  },
): Promise<CheckResult[]> {
  const tracks = new Map<string, string>();
  for await (const track of operator.stream<SyntheticTrackRow>(
    `select artist_a as "artistA", artist_b as "artistB", sample, model_id as "modelId", vector, checks,
       graph_version as "graphVersion"
     from generation.synthetic_tracks`,
  )) {
    tracks.set(topics.syntheticTracks.keyOf(track), canonical(syntheticTrackRecord(track)));
  }
  const models = await operator.query<{ modelId: string; body: string }>(
    `select model_id as "modelId", body from generation.models`,
  );
  return [
    compare(
      "synthetic tracks on the topic",
      tracks,
      new Map([...published.tracks].map(([key, track]) => [key, canonical(track)])),
    ),
    compare(
      "track models on the topic",
      new Map(models.map(({ modelId, body }) => [modelId, body])),
      new Map([...published.models].map(([id, { model }]) => [id, model])),
    ),
  ];
}
