import { type CreditPart, joinPhrase } from "../../world/credits.js";
import { JOIN_PHRASES } from "../../world/vocabulary.js";
import { type Edit, type EditContext, collaboratorsOf, findArtist, findRecording } from "./edit.js";

/** Friends and friends' friends looked at when a triangle is closed: hubs stay cheap. */
const MAX_FRIENDS = 16;

/** Somebody records one to three new pieces: again with the same people, with a friend's friend, or somebody new. */
export const recordSomething: Edit = (context) => {
  const { live, random } = context;
  const credit = live.findOrAddCredit(chooseCredit(context));
  const pieces = 1 + random.skewedBelow(3, 2);
  for (let piece = 0; piece < pieces; piece++) live.addRecording(credit);
};

/** A friend's friend becomes a collaborator. */
export const closeTriangle: Edit = (context) => {
  const lead = findArtist(context, () => true);
  if (lead === null) return;
  const guest = friendOfFriend(context, lead);
  if (guest === null) return;
  const credit = context.live.findOrAddCredit(partsOf(context, [lead, guest]));
  context.live.addRecording(credit);
};

function chooseCredit(context: EditContext): readonly CreditPart[] {
  const { live, random } = context;
  const lead = findArtist(context, () => true);
  if (lead === null) return partsOf(context, [live.addArtist()]);
  const draw = random.next();
  if (draw < 0.45) {
    const again = findRecording(context, () => true);
    if (again !== null) return live.creditOf(again).parts;
  }
  if (draw < 0.6) return partsOf(context, [lead]);
  if (draw < 0.72) {
    const peer = live.artistsOfScene.get(live.artist(lead).scene)?.pick(random);
    if (peer !== undefined && peer !== lead) return partsOf(context, [lead, peer]);
  }
  if (draw < 0.9) {
    const guest = friendOfFriend(context, lead);
    if (guest !== null) return partsOf(context, [lead, guest]);
  }
  const newcomer = live.addArtist();
  const { scene } = live.artist(newcomer);
  const host = findArtist(context, (artist) => live.artist(artist).scene === scene) ?? lead;
  return partsOf(context, random.chance(0.3) ? [newcomer] : [host, newcomer]);
}

/** The artist two steps away with most friends in common, ties broken at random; null where there is nobody. */
function friendOfFriend({ live, random }: EditContext, artist: number): number | null {
  const friends = collaboratorsOf(live, artist);
  const shared = new Map<number, number>();
  for (const friend of [...friends].slice(0, MAX_FRIENDS)) {
    for (const other of [...collaboratorsOf(live, friend)].slice(0, MAX_FRIENDS)) {
      if (other !== artist && !friends.has(other)) shared.set(other, (shared.get(other) ?? 0) + 1);
    }
  }
  let best: number | null = null;
  let bestScore = 0;
  for (const [other, count] of shared) {
    const score = count + 0.9 * random.next();
    if (score <= bestScore) continue;
    best = other;
    bestScore = score;
  }
  return best;
}

function partsOf({ live, random }: EditContext, artists: readonly number[]): CreditPart[] {
  const join = random.pick(JOIN_PHRASES);
  return artists.map((artist, position) => ({
    artist,
    name: live.artist(artist).row["name"] as string,
    joinPhrase: joinPhrase(join, position, artists.length),
  }));
}
