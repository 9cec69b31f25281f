/**
 * One of many processes that want the same library at the same moment: says "ready", waits for a line, then looks into the
 * cache, compiles where it must, keeps, loads, calls, and prints what came out. Arguments: cache directory, C text.
 */
import { contentKey } from "../../src/cache/key.ts";
import { Store } from "../../src/cache/store.ts";
import { kernelSymbol } from "../../src/emit/abi.ts";
import { loadNative } from "../../src/runtime/native.ts";
import { detectTool } from "../../src/toolchain/detect.ts";
import { nodeHost } from "../../src/toolchain/node-host.ts";
import { compileToStore, fieldsOf } from "./native.ts";

const [directory = "", text = ""] = process.argv.slice(2);
process.stdout.write("ready\n");
process.stdin.once("data", () => void main());

async function main(): Promise<void> {
  process.stdin.destroy();
  const host = nodeHost();
  const store = new Store(host, {
    explicit: directory,
    sizeLimit: 1e9,
    warn: (d) => process.stderr.write(d.title),
  });
  const cc = await detectTool(host, "cc", store);
  if (!cc.ok) throw new Error(cc.error);
  const kept = store.get(contentKey(fieldsOf(cc.value, text)));
  const path = kept?.path ?? (await compileToStore(host, store, cc.value, text));
  const native = loadNative();
  const library = native.ok ? native.value.open(path) : native;
  if (!native.ok || !library.ok) throw new Error("cannot load");
  const frame = new ArrayBuffer(128);
  const status = library.value.call(kernelSymbol(0), native.value.addressOf(frame));
  store.close();
  process.stdout.write(
    `${JSON.stringify({ status, cached: kept !== undefined, value: new Float64Array(frame)[9] })}\n`,
  );
}
