export * from "./archives.js";
export * from "./signed-files.js";
