import { runService } from "@interlude/infra-runtime";
import { definition } from "./definition.js";
import { ScoringModule } from "./scoring.module.js";
import { settings } from "./settings.js";

await runService({ definition, settings, module: ScoringModule });
