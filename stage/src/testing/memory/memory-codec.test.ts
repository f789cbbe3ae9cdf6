import { describeCodec } from "../conformance/codec.js";
import { createMemoryCodec } from "./memory-codec.js";

describeCodec("memory codec", async () => createMemoryCodec());
