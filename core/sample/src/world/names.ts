import { Stream, hash32, randomFor } from "../hash.js";
import {
  CONSONANTS,
  EMOJI,
  FIRST_NAMES,
  GROUP_FORMS,
  HEBREW_CONSONANTS,
  HEBREW_VOWELS,
  NICKNAMES,
  TITLE_ENDINGS,
  TITLE_WORDS,
  VOWELS,
} from "./vocabulary.js";

/** More artists than this would share names: a name encodes 24 bits of the artist's index. */
export const MAX_ARTISTS = 2 ** 24;

interface ArtistName {
  readonly name: string;
  readonly sortName: string;
}

/**
 * The name of artist `index`, distinct from every other artist's: first name and surname spell a permutation of the
 * index. One in fifty is unusual (emoji, right-to-left script, quotes, backslash, tab), as real catalogues are.
 * @param group whether the name is a group's
 * @param revision how often the artist has been renamed; each revision is another name
 */
export function artistName(seed: number, index: number, group: boolean, revision = 0): ArtistName {
  const code = permute24(index, hash32(seed, Stream.artistName, 0, 1));
  const first = FIRST_NAMES[code & 63]!;
  const syllables = [(code >>> 6) & 63, (code >>> 12) & 63, (code >>> 18) & 63];
  const surname = capitalised(syllables.map((s) => CONSONANTS[s >>> 2]! + VOWELS[s & 3]!).join(""));
  const random = randomFor(seed, Stream.artistName, index);
  if (group) {
    const form = random.pick(GROUP_FORMS) + (revision === 0 ? "" : ` ${revision + 1}`);
    return { name: `The ${first} ${surname} ${form}`, sortName: `${first} ${surname} ${form}, The` };
  }
  const given = revision === 0 ? first : `${first} ${initials(revision)}`;
  const sortName = `${surname}, ${given}`;
  const oddity = random.next();
  if (oddity < 0.004) return { name: `${given} ${surname} ${random.pick(EMOJI)}`, sortName };
  if (oddity < 0.009) return { name: hebrew(syllables, code & 63, revision), sortName };
  if (oddity < 0.014) return { name: `${given} "${random.pick(NICKNAMES)}" ${surname}`, sortName };
  if (oddity < 0.017) return { name: `${given}\\${surname}`, sortName: `${surname}\\${given}` };
  if (oddity < 0.018) return { name: `${given}\t${surname}`, sortName };
  if (oddity < 0.02) return { name: `${given} O'${surname}`, sortName: `O'${surname}, ${given}` };
  return { name: `${given} ${surname}`, sortName };
}

/** The title of recording `index`. Titles repeat, as real ones do. */
export function recordingTitle(seed: number, index: number): string {
  const random = randomFor(seed, Stream.recordingDetails, index, 1);
  const words = `${random.pick(TITLE_WORDS)} ${random.pick(TITLE_WORDS)}`;
  if (random.chance(0.003)) return `${words} \\o/ ${random.pick(EMOJI)}`;
  return words + random.pick(TITLE_ENDINGS);
}

/** A bijection of 24-bit integers: odd multiplications and shifted xors, each invertible modulo 2^24. */
function permute24(index: number, key: number): number {
  const mask = MAX_ARTISTS - 1;
  let code = (Math.imul(index, (key & mask) | 1) + (key >>> 8)) & mask;
  code ^= code >>> 12;
  code = Math.imul(code, 0x2c1b3d) & mask;
  return code ^ (code >>> 11);
}

function hebrew(syllables: readonly number[], first: number, revision: number): string {
  const spell = (s: number) => HEBREW_CONSONANTS[s >>> 2]! + HEBREW_VOWELS[s & 3]!;
  const given = spell(first) + spell(revision & 63);
  return `${given} ${syllables.map(spell).join("")}`;
}

/** 1 → `A.`, 26 → `Z.`, 27 → `A. A.`: distinct for distinct revisions. */
function initials(revision: number): string {
  let text = "";
  for (let rest = revision; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    text = `${String.fromCharCode(65 + ((rest - 1) % 26))}. ${text}`;
  }
  return text.trimEnd();
}

function capitalised(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}
