import { runService } from "@interlude/infra-runtime";
import { definition } from "./definition.js";
import { GraphModule } from "./graph.module.js";

await runService({ definition, module: GraphModule });
