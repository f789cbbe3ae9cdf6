import * as fc from "fast-check";
import { expect } from "vitest";

// Imported for its effect: prints the number of runs and the seed of every property in a test file.
fc.configureGlobal({
  ...fc.readConfigureGlobal(),
  reporter: (details) => {
    if (details.failed) {
      throw new Error(fc.defaultReportMessage(details), { cause: details.errorInstance });
    }
    const { currentTestName } = expect.getState();
    process.stdout.write(`${currentTestName}: ${details.numRuns} runs, seed ${details.seed}\n`);
  },
});
