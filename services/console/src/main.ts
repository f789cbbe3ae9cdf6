import { runService } from "@interlude/infra-runtime";
import { ConsoleModule } from "./console.module.js";
import { definition } from "./definition.js";

await runService({ definition, module: ConsoleModule });
