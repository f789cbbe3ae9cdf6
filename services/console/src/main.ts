import { runService } from "@interlude/infra-service";
import { ConsoleModule } from "./console.module.js";
import { definition } from "./definition.js";

await runService({ definition, module: ConsoleModule });
