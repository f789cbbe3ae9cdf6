/**
 * Words that names are made of, weighted as a catalogue is: mostly English, some of every script that makes a reader
 * careful. Two of them hold what COPY text has to escape.
 */
const PLAIN =
  "Love Night Blue Time Heart Day Dream Dance Light Rain Summer Fire Song World Moon Home River Sun Sky Road Eyes " +
  "Girl Black Red Gold Winter Morning Shadow Stars Wind City Ocean Ghost Angel Mirror Stone Water Young Lost Last " +
  "First Never Always Forever Little Sweet Wild Broken Electric Silver Midnight Paradise Carnival Waltz Nocturne " +
  "Sonata Allegro Adagio Prelude Fugue Requiem Concerto Symphony Variations Blues Ballad Lullaby Anthem Overture " +
  "Interlude Reprise Remix Demo Live Session Instrumental Acoustic Version Part Take Op. No. Vol. the of in a and " +
  "my your for on to with from I You We";
const OTHER = [
  "Für",
  "Été",
  "Señorita",
  "Corazón",
  "naïve",
  "Übermut",
  "Ça",
  "Ночь",
  "Любовь",
  "夜",
  "桜の花",
  "사랑",
  "ليلة",
  "שיר",
  "Ωδή",
  "Đêm",
  "łza",
  "🎷",
  "AC\\DC",
  "tab\tbed",
];

/** Six plain words for each of the others, so that about one name in three is more than ASCII. */
export const WORDS: readonly string[] = [...Array(6).fill(PLAIN.split(" ")).flat(), ...OTHER];

/** ISO 3166 codes that begin an ISRC. */
export const REGISTRANTS: readonly string[] = ["USRC1", "GBAYE", "DEF05", "FR6V8", "JPVI0", "QZES5", "SEYOK"];
