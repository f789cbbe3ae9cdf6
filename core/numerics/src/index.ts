export * from "./mix.js";
