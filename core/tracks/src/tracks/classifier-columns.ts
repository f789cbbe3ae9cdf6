import type { AcousticModel } from "../acoustic-models.js";

/** A class of a classifier with two classes, alone in [0, 1]. */
interface Descriptor {
  readonly name: string;
  readonly model: AcousticModel;
  readonly class: string;
  readonly description: string;
}

/** The descriptors of a track vector, in its order. */
export const DESCRIPTORS: readonly Descriptor[] = [
  { name: "danceability", model: "danceability", class: "danceable", description: "Fit to dance to." },
  { name: "acousticness", model: "mood_acoustic", class: "acoustic", description: "Acoustic sound." },
  { name: "aggressive", model: "mood_aggressive", class: "aggressive", description: "Aggressive mood." },
  { name: "electronic", model: "mood_electronic", class: "electronic", description: "Electronic sound." },
  { name: "happy", model: "mood_happy", class: "happy", description: "Happy mood." },
  { name: "party", model: "mood_party", class: "party", description: "Party mood." },
  { name: "relaxed", model: "mood_relaxed", class: "relaxed", description: "Relaxed mood." },
  { name: "sad", model: "mood_sad", class: "sad", description: "Sad mood." },
  {
    name: "instrumental",
    model: "voice_instrumental",
    class: "instrumental",
    description: "Without a singing voice.",
  },
  { name: "bright", model: "timbre", class: "bright", description: "Bright rather than dark timbre." },
  { name: "tonal", model: "tonal_atonal", class: "tonal", description: "Tonal rather than atonal." },
  {
    name: "female_voice",
    model: "gender",
    class: "female",
    description: "Female rather than male singing voice, if there is one.",
  },
];

/** The mood clusters of a track vector, in the order of the classes of `moods_mirex`; together they are 1. */
export const MOODS: readonly (readonly [name: string, description: string])[] = [
  ["passionate", "Mood cluster 1: passionate, rousing."],
  ["cheerful", "Mood cluster 2: rollicking, cheerful."],
  ["poignant", "Mood cluster 3: literate, poignant."],
  ["humorous", "Mood cluster 4: humorous, silly."],
  ["fiery", "Mood cluster 5: aggressive, fiery."],
];
