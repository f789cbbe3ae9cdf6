/** The words that names, titles and credits are made of. Name parts come in 64s: six bits of an index each. */

export const FIRST_NAMES = (
  "Ada Amadou Ana Anders Aoife Arvo Beata Bo Carmen Cesar Chidi Dana Dimitri Dov Elif Emeka Esther Farah Femi " +
  "Gita Goran Hana Hugo Ines Iris Ivo Jaco Jun Kaito Kofi Lars Leila Lena Luca Mads Mai Marta Mbali Mira Nadia " +
  "Nils Noor Olga Omar Pablo Petra Quinn Rafael Rania Rosa Samir Sana Sven Tariq Tess Tomas Uma Vera Viggo Wanda " +
  "Xenia Yara Yusuf Zora"
).split(" ");

export const CONSONANTS = [
  "b",
  "d",
  "f",
  "g",
  "k",
  "l",
  "m",
  "n",
  "p",
  "r",
  "s",
  "t",
  "v",
  "z",
  "ch",
  "sh",
] as const;
export const VOWELS = ["a", "e", "i", "o"] as const;
/** The same sixteen consonants and four vowels in Hebrew, for names that are written right to left. */
export const HEBREW_CONSONANTS = [..."בדפגקלמנתרסטוזצש"] as const;
export const HEBREW_VOWELS = [..."אהיע"] as const;

export const GROUP_FORMS = [
  "Quartet",
  "Trio",
  "Ensemble",
  "Collective",
  "Orchestra",
  "Sound System",
  "Brothers",
] as const;
export const NICKNAMES = ["Duke", "Slim", "Lux", "Bird", "Sugar", "Tiny"] as const;
export const EMOJI = ["🎷", "🔥", "👩‍🎤", "🪘", "🦊"] as const;

export const CITIES = [
  "Lagos",
  "Oslo",
  "Detroit",
  "Kingston",
  "São Paulo",
  "Osaka",
  "Berlin",
  "Tel Aviv",
  "New Orleans",
  "Tbilisi",
  "Dakar",
  "Leeds",
  "Montréal",
  "Naples",
  "Kraków",
  "Hanoi",
] as const;

export const TITLE_WORDS = (
  "Amber Ashes August Avenue Birds Blue Bridge Broken Candle Cinder Circle City Clouds Copper Dawn Distant Dust " +
  "Echo Electric Ember Fever Field Garden Ghost Glass Golden Harbor Hollow Hours Iron Island Lantern Letters Light " +
  "Machine Marble Midnight Mirror Moon Morning Mountain Night Ocean Orchid Paper Parade Rain River Road Salt Shadow " +
  "Silver Sleep Slow Smoke Snow Stone Summer Tide Velvet Water Window Winter Wire Yellow"
).split(" ");

export const TITLE_ENDINGS = [
  "",
  "",
  "",
  "",
  "",
  " (live)",
  " (remix)",
  ", Part 2",
  " / Reprise",
  ' ("alternate" take)',
] as const;

/** Join phrases between two artists, with how often each is drawn for a credit. */
export const JOIN_PHRASES = [
  " feat. ",
  " feat. ",
  " feat. ",
  " feat. ",
  " & ",
  " & ",
  " & ",
  " and ",
  " with ",
  " x ",
  " vs. ",
  " / ",
  " ft. ",
  "、",
] as const;
