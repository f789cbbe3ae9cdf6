export * from "./register-contracts.js";
export * from "./registry-codec.js";
export * from "./registry-error.js";
