import { describeEventLog } from "../conformance/event-log.js";
import { MemoryEventLog } from "./memory-event-log.js";

describeEventLog("memory event log", async () => new MemoryEventLog());
