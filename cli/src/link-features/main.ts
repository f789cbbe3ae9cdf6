// `npm run docs:link-features`: writes docs/link-features.md from the catalogue of core/links.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../deployment/home.js";
import { featuresPage } from "./features-page.js";

writeFileSync(join(REPOSITORY, "docs/link-features.md"), featuresPage());
