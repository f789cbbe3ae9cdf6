import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { REPOSITORY } from "../deployment/home.js";
import { featuresPage } from "./features-page.js";

it("docs/track-features.md is the declaration (run `npm run docs:track-features` if it is not)", () => {
  expect(readFileSync(join(REPOSITORY, "docs/track-features.md"), "utf8")).toBe(featuresPage());
});
