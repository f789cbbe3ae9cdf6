export { definition } from "./definition.js";
export { GraphModule } from "./graph.module.js";
