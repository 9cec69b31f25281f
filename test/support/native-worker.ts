/** Calls native code from a Worker, also with the Worker's stack exhausted, and prints what came out. */
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { integer, real } from "../../src/types/type.ts";
import { kernelText, openWorkshop } from "./native.ts";

if (isMainThread) {
  const file = process.argv[1] ?? fileURLToPath(import.meta.url);
  const worker = new Worker(file, { resourceLimits: { stackSizeMb: 64 } });
  worker.on("message", (message) => process.stdout.write(`${JSON.stringify(message)}\n`));
} else {
  void answer();
}

async function answer(): Promise<void> {
  const workshop = await openWorkshop();
  if (workshop === undefined) return;
  const touchStack = "volatile char p[112 * 1024]; for (int i = 0; i < (int)sizeof p; i += 512) p[i] = 1;";
  const kernel = await workshop.kernel(kernelText(`${touchStack} F(10) = F(9) * 2; return 0;`), [real], real);
  const endless = kernelText("volatile int32_t *c = P(int32_t, 4); while (!*c) ; return 8;");
  const loop = await workshop.kernel(endless, [integer], real, { unbounded: true });
  const atTheBottom = (): unknown => {
    try {
      return atTheBottom();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return kernel.call([21]);
    }
  };
  setTimeout(() => workshop.cancel.request("timeout"), 20);
  const interrupted = await Promise.resolve(loop.run([1n])).catch((error: unknown) => String(error));
  parentPort?.postMessage([await kernel.callAside([4]), atTheBottom(), interrupted]);
  workshop.close();
}
