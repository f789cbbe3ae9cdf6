// `npm run docs:settings`: writes docs/settings.md from the declarations of all programs.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../deployment/home.js";
import { settingsPage } from "./settings-page.js";

writeFileSync(join(REPOSITORY, "docs/settings.md"), settingsPage());
