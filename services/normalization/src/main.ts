import { runService } from "@interlude/infra-runtime";
import { definition } from "./definition.js";
import { NormalizationModule } from "./normalization.module.js";

await runService({ definition, module: NormalizationModule });
