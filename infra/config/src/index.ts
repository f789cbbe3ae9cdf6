export * from "./configuration-error.js";
export * from "./environment.js";
export * from "./namespace.js";
export * from "./service-configuration.js";
