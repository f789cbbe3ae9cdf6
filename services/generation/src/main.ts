import { runService } from "@interlude/infra-runtime";
import { definition } from "./definition.js";
import { GenerationModule } from "./generation.module.js";

await runService({ definition, module: GenerationModule });
