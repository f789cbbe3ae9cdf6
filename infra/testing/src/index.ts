export * from "./recording-context.js";
export * from "./shared-data.js";
export * from "./test-namespace.js";
export * from "./tcp-proxy.js";
export * from "./test-stack.js";
export * from "./store-backup.js";
export * from "./stage-process.js";
