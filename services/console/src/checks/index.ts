export { consoleRules } from "./rules.js";
