import { runService } from "@interlude/infra-service";
import { definition } from "./definition.js";
import { NormalizationModule } from "./normalization.module.js";

await runService({ definition, module: NormalizationModule });
