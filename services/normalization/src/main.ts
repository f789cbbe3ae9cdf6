import { runService } from "@interlude/infra-runtime";
import { definition } from "./definition.js";
import { NormalizationModule } from "./normalization.module.js";
import { settings } from "./settings.js";

await runService({ definition, settings, module: NormalizationModule });
