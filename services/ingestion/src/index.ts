export { definition } from "./definition.js";
export { IngestionModule } from "./ingestion.module.js";
