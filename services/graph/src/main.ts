import { runService } from "@interlude/infra-service";
import { definition } from "./definition.js";
import { GraphModule } from "./graph.module.js";

await runService({ definition, module: GraphModule });
