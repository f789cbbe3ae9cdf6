export * from "./compatibility.js";
export * from "./generated/schemas.js";
export type { AnyRowChange, TableChanges, TableName } from "./generated/tables.js";
export * from "./generated/types.js";
export * from "./identity.js";
export * from "./marker.js";
export * from "./topic.js";
export * from "./topics.js";
export * from "./vector-bytes.js";
