import { describeEventLog } from "../conformance/event-log-contract.js";
import { createMemoryEventLog } from "./memory-event-log.js";

describeEventLog("memory event log", async () => createMemoryEventLog());
