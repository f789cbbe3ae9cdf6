import { runService } from "@interlude/infra-runtime";
import { definition } from "./definition.js";
import { IngestionModule } from "./ingestion.module.js";

await runService({ definition, module: IngestionModule });
