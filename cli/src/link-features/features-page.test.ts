import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { REPOSITORY } from "../deployment/home.js";
import { featuresPage } from "./features-page.js";

it("docs/link-features.md is the catalogue (run `npm run docs:link-features` if it is not)", () => {
  expect(readFileSync(join(REPOSITORY, "docs/link-features.md"), "utf8")).toBe(featuresPage());
});
