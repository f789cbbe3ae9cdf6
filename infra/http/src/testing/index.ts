export * from "./loopback-server.js";
