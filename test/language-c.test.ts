/** The rules of the language as programs, by C. */
import { test } from "uvu";
import { testLanguage } from "./support/language-programs.ts";

testLanguage("c");

test.run();
