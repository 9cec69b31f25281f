/** Every program of test/programs gives its values, with their types, interpreted. */
import { test } from "uvu";
import { testPrograms } from "./support/check-program.ts";

testPrograms("interp");

test.run();
