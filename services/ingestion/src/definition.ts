import type { StageDefinition } from "@interlude/stage";
import { MARKED_TOPICS } from "./writer/epoch-writer.js";

/** Ingestion reads files, no topics; it writes its markers itself. */
export const definition: StageDefinition = { service: "ingestion", inputs: [], outputs: MARKED_TOPICS };
