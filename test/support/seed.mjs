/**
 * Every property test draws from one seed: `KLEIS_SEED`, or this one. Other seeds are for looking, not for judging a commit.
 * Plain JavaScript: the worker threads of a test load it too, before anything can read TypeScript there.
 */
import fc from "fast-check";

const { KLEIS_SEED = "20261121" } = process.env;
fc.configureGlobal({ seed: Number(KLEIS_SEED) });
