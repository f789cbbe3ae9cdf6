import type { Row } from "@interlude/core-musicbrainz";
import { Stream } from "../../hash.js";
import { mbid } from "../../identifiers.js";
import { type Edit, findArtist, findRecording } from "./edit.js";

/** An edit is opened or closed: only the counter of pending edits changes. */
export const countPendingEdits: Edit = (context) => {
  const { live, random } = context;
  const recording = findRecording(context, () => true);
  if (recording === null) return;
  const pending = live.recording(recording)["edits_pending"] as number;
  live.updateRecording(recording, {
    edits_pending: pending > 0 && random.chance(0.6) ? pending - 1 : pending + 1,
  });
  if (!random.chance(0.3)) return;
  const artist = findArtist(context, () => true);
  if (artist !== null) {
    live.updateArtist(artist, { edits_pending: (live.artist(artist).row["edits_pending"] as number) + 1 });
  }
};

/** A row is saved without any change: packets carry such updates too. */
export const saveUnchanged: Edit = (context) => {
  const { live, random } = context;
  const artist = random.chance(0.5) ? findArtist(context, () => true) : null;
  if (artist !== null) return live.updateArtist(artist, {});
  const recording = findRecording(context, () => true);
  if (recording !== null) live.updateRecording(recording, {});
};

/** A detail that the collaboration graph does not depend on: length, title's comment, video flag. */
export const correctDetail: Edit = (context) => {
  const { live, random } = context;
  const recording = findRecording(context, () => true);
  if (recording === null) return;
  const detail = random.pick<Row>([
    { length: 120_000 + random.below(240_000) },
    { comment: random.pick(["", "demo", 'take 2, "slow"', "with\ttab"]) },
    { video: random.chance(0.5) },
  ]);
  live.updateRecording(recording, { ...detail, last_updated: live.now });
};

/** Something is written to tables that the sample's dump does not have: notes of editors, and statistics. */
export const writeElsewhere: Edit = (context) => {
  const { live, random } = context;
  const artist = findArtist(context, () => true);
  const id = 1 + random.below(2_000_000_000);
  const count = {
    id,
    name: "count.recording",
    value: live.recordings.size,
    date_collected: new Date(live.now / 1000).toISOString().slice(0, 10),
  };
  live.journal.foreign({ table: "statistics.statistic", op: "i", before: null, after: count });
  if (artist === null) return;
  const annotation = {
    id,
    editor: 1 + random.below(1000),
    text: `Seen on a sleeve:\n\t"${mbid(id, Stream.packet, id)}" \\ see ''notes''`,
    changelog: "",
    created: new Date(Math.floor(live.now / 1000)).toISOString(),
  };
  live.journal.foreign({ table: "musicbrainz.annotation", op: "i", before: null, after: annotation });
};
