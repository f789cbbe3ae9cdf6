// `npm run docs:track-features`: writes docs/track-features.md from the declaration of core/tracks.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../deployment/home.js";
import { featuresPage } from "./features-page.js";

writeFileSync(join(REPOSITORY, "docs/track-features.md"), featuresPage());
