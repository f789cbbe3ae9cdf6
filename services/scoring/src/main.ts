import { runService } from "@interlude/infra-runtime";
import { definition } from "./definition.js";
import { scoringConfiguration } from "./scoring-configuration.js";
import { ScoringModule } from "./scoring.module.js";

await runService({ definition, module: ScoringModule.register(scoringConfiguration(process.env)) });
