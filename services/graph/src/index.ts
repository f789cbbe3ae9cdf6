export { type CommunityFinder, WorkerCommunityFinder } from "./communities/community-finder.js";
export { definition } from "./definition.js";
export { GraphModule } from "./graph.module.js";
export { derive } from "./memory/derive.js";
export { runCooperatively } from "./memory/run-cooperatively.js";
