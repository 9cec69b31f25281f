/** What runs programs for people: a bundle of its own (scripts/build.js), loaded when one is run. */
export { execa } from "execa";
