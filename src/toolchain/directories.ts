/** What makes temporary directories, which only a miss needs: a bundle of its own (scripts/build.js). */
export { dirSync, setGracefulCleanup } from "tmp-promise";
