import { type Edit, findRecording } from "./edit.js";

/** Two entries of one recording become one: the older stays, the newer's MBID redirects to it. */
export const mergeRecordings: Edit = (context) => {
  const { live, random } = context;
  const one = findRecording(context, (credit) => credit.members.length > 0);
  if (one === null) return;
  const lead = live.creditOf(one).members[0]!;
  const others = live
    .artist(lead)
    .credits.list()
    .flatMap((id) => [...live.credit(id).recordings]);
  const other = random.pick(others);
  if (other === one) return;
  const [into, from] = one < other ? [one, other] : [other, one];
  const { gid, length } = live.recording(from);
  if (live.recording(into)["length"] === null) {
    live.updateRecording(into, { length: length ?? null, last_updated: live.now });
  }
  live.redirects.repoint("recording", from, into);
  live.forgetRecording(from);
  live.redirects.add("recording", { gid: gid as string, target: into, created: live.now });
};
