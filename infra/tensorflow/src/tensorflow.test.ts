import { describe, expect, it } from "vitest";
import { TensorFlowError, loadTensorFlow } from "./tensorflow.js";

describe("loadTensorFlow", () => {
  it.each(["wasm", "cpu"] as const)(
    "computes on the backend %s, which every machine has",
    async (backend) => {
      const { tf, backend: loaded, unavailable } = await loadTensorFlow([backend]);
      expect(loaded).toBe(backend);
      expect(tf.getBackend()).toBe(backend);
      expect(unavailable).toEqual([]);
      const product = tf.tidy(() => tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).dataSync());
      expect([...product]).toEqual([3, 3, 3, 3]);
    },
  );

  it("takes the fastest that works, with the reason why it took none faster", async () => {
    const { backend, unavailable } = await loadTensorFlow();
    const faster = (["tensorflow", "wasm", "cpu"] as const).slice(0, unavailable.length);
    expect(unavailable.map((each) => each.backend)).toEqual(faster);
    expect(faster).not.toContain(backend);
    for (const { reason } of unavailable) expect(reason).not.toBe("");
  });

  it("fails with a coded error if no backend works", async () => {
    await expect(loadTensorFlow([])).rejects.toThrow(TensorFlowError);
    await expect(loadTensorFlow([])).rejects.toMatchObject({ code: "TENSORFLOW_UNAVAILABLE" });
  });
});
