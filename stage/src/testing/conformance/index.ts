export { describeCodec } from "./codec.js";
export { describeEventLog } from "./event-log.js";
export { providedStack } from "./provided-stack.js";
export { RecordingSubscriber } from "./recording-subscriber.js";
export { describeStageStore } from "./stage-store.js";
export { createTestLog, numbered, readAll, single, state, topicDefinitions, words } from "./test-log.js";
