/** The command line from its sources: a process that behaves as dist/kleis.cjs does. */
import { main } from "../../src/cli/main.ts";

process.exitCode = await main(process.argv.slice(2));
