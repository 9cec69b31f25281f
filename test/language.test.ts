/**
 * The rules of the language as programs (test/language), in the evaluator. language-c.test.ts and language-rust.test.ts run the
 * same natively.
 */
import { test } from "uvu";
import { testLanguage } from "./support/language-programs.ts";

testLanguage("interp");

test.run();
