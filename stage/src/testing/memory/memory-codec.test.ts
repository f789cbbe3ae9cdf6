import { describeCodec } from "../conformance/codec-contract.js";
import { createMemoryCodec } from "./memory-codec.js";

describeCodec("memory codec", async () => createMemoryCodec());
