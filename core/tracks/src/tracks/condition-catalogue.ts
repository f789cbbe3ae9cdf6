/** What a condition of a pair's track means. */
interface ConditionMeaning {
  /** As it is declared; k and x stand for the number or name of one of several. */
  readonly name: string;
  readonly definition: string;
}

/** The conditions of a pair's track, in the order of their declarations. */
export const CONDITION_CATALOGUE: readonly ConditionMeaning[] = [
  {
    name: "genre",
    definition:
      "The class of `genre_rosamerica` that is likeliest on the average of both artists' tracks, each artist with the same say. A category.",
  },
  { name: "popularity mean", definition: "Mean of the popularities that are known, 0 to 100." },
  { name: "popularity difference", definition: "Their absolute difference, where both are known." },
  {
    name: "decade",
    definition:
      "First year of the decade: of the track's first release in training, of the latest track of either artist for a candidate.",
  },
  {
    name: "log common neighbours",
    definition:
      "ln(1 + collaborators that both have). As the next three, without what the two recorded together, and not known of a solo track.",
  },
  { name: "Adamic–Adar", definition: "Sum over those of 1/ln(their collaborators)." },
  { name: "Jaccard", definition: "Share of the collaborators of either that both have." },
  { name: "log preferential attachment", definition: "ln(1 + product of the two numbers of collaborators)." },
  {
    name: "embedding k mean",
    definition: "Mean of both artists' coordinates on principal component k of the embeddings.",
  },
  { name: "embedding k difference", definition: "Absolute difference of the two." },
  {
    name: "profile x mean",
    definition:
      "Mean of both artists' profiles: the averages of their tracks, shrunk towards those of their genre; in training without the track that is learnt. Genre classes as components.",
  },
  { name: "profile x difference", definition: "Absolute difference of the two." },
];
