import { type CreditPart, joinPhrase } from "../../world/credits.js";
import { JOIN_PHRASES } from "../../world/vocabulary.js";
import { type Edit, type EditContext, findArtist, findRecording, jointRecordings } from "./edit.js";

/** Random walks taken to find a friend's friend. */
const WALKS = 120;

/** An artist records one to three new pieces: with the same partners again, with a partner's partner, or with a new one. */
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

/**
 * The artist at whom most of several random walks of two steps end, no collaborator yet: the more friends two artists
 * share, the likelier. Null if there is none.
 */
function friendOfFriend(context: EditContext, artist: number): number | null {
  const ends = new Map<number, number>();
  for (let walk = 0; walk < WALKS; walk++) {
    const friend = collaboratorOf(context, artist);
    const end = friend === null ? null : collaboratorOf(context, friend);
    if (end !== null && end !== artist) ends.set(end, (ends.get(end) ?? 0) + 1);
  }
  const likeliest = [...ends].sort(([, one], [, other]) => other - one);
  return likeliest.find(([other]) => jointRecordings(context.live, artist, other) === 0)?.[0] ?? null;
}

/** One of the others on a credit of the artist that recordings have; null if the draw finds none. */
function collaboratorOf({ live, random }: EditContext, artist: number): number | null {
  for (let attempt = 0; attempt < 4; attempt++) {
    const id = live.artist(artist).credits.pick(random);
    if (id === undefined) return null;
    const { members, recordings } = live.credit(id);
    const other = random.pick(members);
    if (other !== artist && recordings.size > 0) return other;
  }
  return null;
}

function partsOf({ live, random }: EditContext, artists: readonly number[]): CreditPart[] {
  const join = random.pick(JOIN_PHRASES);
  return artists.map((artist, position) => ({
    artist,
    name: live.artist(artist).row["name"] as string,
    joinPhrase: joinPhrase(join, position, artists.length),
  }));
}
