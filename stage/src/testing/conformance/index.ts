export * from "./codec-contract.js";
export * from "./contract-log.js";
export * from "./event-log-contract.js";
export * from "./provided-stack.js";
export * from "./recording-subscriber.js";
export * from "./stage-store-contract.js";
