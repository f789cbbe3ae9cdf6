import { runService } from "@interlude/infra-runtime";
import { definition } from "./definition.js";
import { GenerationModule } from "./generation.module.js";
import { settings } from "./settings.js";

await runService({ definition, settings, module: GenerationModule });
