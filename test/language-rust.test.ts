/** The rules of the language as programs, by Rust. */
import { test } from "uvu";
import { testLanguage } from "./support/language-programs.ts";

testLanguage("rust");

test.run();
