import { runService } from "@interlude/infra-runtime";
import { definition } from "./definition.js";
import { GraphModule } from "./graph.module.js";
import { settings } from "./settings.js";

await runService({ definition, settings, module: GraphModule });
