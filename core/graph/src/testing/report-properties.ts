import * as fc from "fast-check";
import { expect } from "vitest";

// Imported for its effect: says of every property of a test file how often it was tried, and with which seed.
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
