import type { LinkModel } from "@interlude/core-links";
import type { Database } from "@interlude/infra-postgres";

/** The link model that scoring works with, or null before its first training. */
export async function newestLinkModel(database: Database): Promise<LinkModel | null> {
  const [row] = await database.query<{ model: LinkModel }>(
    "select model from scoring.models join scoring.scoring_state using (model_id)",
  );
  return row?.model ?? null;
}
