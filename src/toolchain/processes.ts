/** What only a miss needs: starting programs and making directories for them. A bundle of its own (scripts/build.js). */
export { execa } from "execa";
export { dir, setGracefulCleanup } from "tmp-promise";
