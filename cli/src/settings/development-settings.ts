import { integer, oneOf, text } from "@interlude/infra-runtime/settings";

/** Read by scripts and tests that may import nothing of ours; described here for the page. */
export const setupSettings = {
  cache: text({
    variable: "INTERLUDE_CACHE",
    description:
      "Folder for what set-up downloads and builds, shared by all checkouts. Unset, `interlude` in `$XDG_CACHE_HOME` or `~/.cache`.",
    default: null,
  }),
  javaHome: text({
    variable: "JAVA_HOME",
    description: "Java that the embedded servers run on, 17 or newer. Unset, the one on the PATH.",
    default: null,
  }),
};

export const testSettings = {
  stack: oneOf({
    variable: "INTERLUDE_TEST_STACK",
    description:
      "`containers` runs the integration tests on containers. Unset, on servers that are embedded or named by the three variables above.",
    words: ["containers"],
    default: null,
  }),
  sharedData: text({
    variable: "INTERLUDE_SHARED_DATA",
    description: "Folder of the real data that some tests read. Unset, `../shared/data` beside the checkout.",
    default: null,
  }),
  requiredData: text({
    variable: "INTERLUDE_REQUIRED_DATA",
    description:
      "What must be in that folder, names with blanks between: without it the checks fail instead of skipping tests. `.ci/run` sets it if the folder is there.",
    default: null,
  }),
  propertyRuns: integer({
    variable: "INTERLUDE_PROPERTY_RUNS",
    description: "Random streams of the property test of the catalogue.",
    default: 40,
    min: 1,
    max: 1_000_000,
  }),
  propertySeed: text({
    variable: "INTERLUDE_PROPERTY_SEED",
    description: "Seed of the tests that draw at random. Unset, a random one, which a failure prints.",
    default: null,
  }),
};
