import { runService } from "@interlude/infra-runtime";
import { ConsoleModule } from "./console.module.js";
import { definition } from "./definition.js";
import { settings } from "./settings.js";

await runService({ definition, settings, module: ConsoleModule });
