export * from "./configuration-error.js";
export * from "./kinds.js";
export * from "./namespace.js";
export * from "./service-settings.js";
export * from "./setting.js";
