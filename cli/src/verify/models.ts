import type { LinkModel } from "@interlude/core-links";
import { type TrackModel, parseTrackModel } from "@interlude/core-tracks";
import type { Database } from "@interlude/infra-postgres";

/** The link model that scoring works with and the probability that its candidates reach. */
export interface LinkModelInUse {
  readonly model: LinkModel;
  /** null while the model reaches no operating point: there are no candidates then. */
  readonly threshold: number | null;
}

/** What scoring works with, or null before its first training. */
export async function currentLinkModel(database: Database): Promise<LinkModelInUse | null> {
  const [row] = await database.query<LinkModelInUse>(
    `select model, decision_threshold as threshold
     from scoring.models join scoring.scoring_state using (model_id)`,
  );
  return row ?? null;
}

/** The generator that generation works with, or null where there was nothing to train on. */
export async function currentTrackModel(database: Database): Promise<TrackModel | null> {
  const [row] = await database.query<{ body: string }>(
    "select body from generation.models order by trained_at_epoch desc limit 1",
  );
  return row === undefined ? null : parseTrackModel(row.body);
}
