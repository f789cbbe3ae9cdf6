/** What a probability of the link model means: said in these words wherever one is shown. */
export const PROBABILITY_MEANING =
  "Probability that the two artists record together within the horizon of the model's training window, calibrated on held-out time.";
