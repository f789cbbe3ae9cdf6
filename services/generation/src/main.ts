import { runService } from "@interlude/infra-service";
import { definition } from "./definition.js";
import { GenerationModule } from "./generation.module.js";

await runService({ definition, module: GenerationModule });
