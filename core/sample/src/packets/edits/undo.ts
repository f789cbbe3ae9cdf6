import type { CreditPart } from "../../world/credits.js";
import type { LiveCredit } from "../live-world.js";
import { type Edit, type EditContext, findRecording, jointRecordings } from "./edit.js";

/** The last recording that two artists share is deleted, or credited to the first of its artists alone. */
export const breakCollaboration: Edit = (context) => {
  const { live, random } = context;
  const recording = findRecording(context, (credit) => endsAPair(context, credit));
  if (recording === null) return;
  if (random.chance(0.5)) live.removeRecording(recording);
  else live.recredit(recording, live.findOrAddCredit(withoutGuests(live.creditOf(recording).parts)));
};

/** A recording turns out to be a mistake. */
export const deleteRecording: Edit = ({ live, random }) => {
  const recording = live.recordingIds.pick(random);
  if (recording !== undefined) live.removeRecording(recording);
};

/** A guest was named wrongly: the recording is credited to its first artist alone. */
export const dropGuests: Edit = (context) => {
  const recording = findRecording(context, (credit) => credit.members.length > 1);
  if (recording === null) return;
  const { live } = context;
  const parts = withoutGuests(live.creditOf(recording).parts);
  live.recredit(recording, live.findOrAddCredit(parts));
};

function endsAPair({ live }: EditContext, credit: LiveCredit): boolean {
  const [first, ...guests] = credit.members;
  if (first === undefined || !live.isComplete(credit)) return false;
  return guests.some((guest) => jointRecordings(live, first, guest) === 1);
}

function withoutGuests(parts: readonly CreditPart[]): CreditPart[] {
  return [{ ...parts[0]!, joinPhrase: "" }];
}
