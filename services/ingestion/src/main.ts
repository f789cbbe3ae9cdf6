import { runService } from "@interlude/infra-service";
import { definition } from "./definition.js";
import { IngestionModule } from "./ingestion.module.js";

await runService({ definition, module: IngestionModule });
