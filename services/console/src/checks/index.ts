export { consoleRules } from "./rules.js";
export { rebuild as consoleRebuild } from "../rebuild.js";
