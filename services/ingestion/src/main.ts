import { runService } from "@interlude/infra-runtime";
import { definition } from "./definition.js";
import { IngestionModule } from "./ingestion.module.js";
import { settings } from "./settings.js";

await runService({ definition, settings, module: IngestionModule });
