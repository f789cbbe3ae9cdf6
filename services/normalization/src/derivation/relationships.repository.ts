import { ARTIST_KINDS, GUEST, RECORDING_KINDS, type RelationshipKind } from "@interlude/core-musicbrainz";
import type { Transaction } from "@interlude/infra-postgres";
import { Inject, Injectable } from "@nestjs/common";
import { SETTINGS } from "@interlude/infra-runtime";
import type { NormalizationSettings } from "../settings.js";
import {
  APPLY,
  CHANGES,
  FRESH_BETWEEN_ARTISTS,
  FRESH_EDGES,
  FRESH_ON_RECORDINGS,
  PERFORMED,
  touchedBy,
} from "./relationship-statements.js";

/** Pairs of artists whose collaboration is to be derived again: a first derivation takes all that credits make. */
const PAIRS = "insert into work_pairs select distinct artist_a, artist_b from work_evidence_changes";

/**
 * Keeps the evidence of relationships for pairs of artists: `relationship_pairs` by relationship or recording, `relationship_evidence`
 * summed. If the setting makes relationships edges, those recordings are kept too; when the setting changes, all
 * are derived again.
 */
@Injectable()
export class RelationshipsRepository {
  constructor(@Inject(SETTINGS) private readonly settings: NormalizationSettings) {}

  /** Needs `work_artists`, `work_moved_recordings`, `work_changed_credits`; adds to `work_pairs`. */
  async derive(transaction: Transaction, isFirst: boolean): Promise<void> {
    const { relationshipEdges } = this.settings;
    const everything = isFirst || (await wereEdges(transaction)) !== relationshipEdges;
    await transaction.run(touchedBy(everything));
    const [touched] = await transaction.query<{ any: boolean }>(
      "select exists (select from work_touched) as any",
    );
    if (!touched!.any) return;
    await transaction.query(PERFORMED, parameters(RECORDING_KINDS));
    await transaction.query("analyze work_performed");
    await transaction.query(FRESH_BETWEEN_ARTISTS, parameters(ARTIST_KINDS).slice(0, 2));
    await transaction.query(FRESH_ON_RECORDINGS, [GUEST.name, GUEST.attributeType]);
    if (relationshipEdges) await transaction.query(FRESH_EDGES);
    await transaction.run([
      "analyze work_evidence",
      CHANGES,
      "analyze work_evidence_changes",
      ...APPLY,
      isFirst ? `${PAIRS} where origin = 'e'` : PAIRS,
      "analyze work_pairs",
    ]);
    if (everything) await transaction.query("analyze relationship_pairs, relationship_evidence");
  }
}

/** Whether relationships were edges at the last derivation. */
async function wereEdges(transaction: Transaction): Promise<boolean> {
  const [row] = await transaction.query<{ edges: boolean }>(
    "select relationship_edges as edges from derivation",
  );
  return row!.edges;
}

/** Link types, names and whether they perform, as columns. */
function parameters(kinds: readonly RelationshipKind[]): unknown[][] {
  const rows = kinds.flatMap(({ name, performs, linkTypes }) =>
    linkTypes.map((gid) => [gid, name, performs] as const),
  );
  return [0, 1, 2].map((column) => rows.map((row) => row[column]));
}
