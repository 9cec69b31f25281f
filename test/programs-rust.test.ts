/** Every program of test/programs gives its values by Rust; what says that it reaches native code does so. */
import { test } from "uvu";
import { testPrograms } from "./support/check-program.ts";

testPrograms("rust");

test.run();
