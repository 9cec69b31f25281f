/** The numbers of the method of `ode45`, for every tier: tolerances, tableau, control of the step (references in ode.ts). */
export const tolerances = { relative: 1e-3, absolute: 1e-6 } as const;

/** Nodes, weights of the stages, weights of the error (order 5 minus order 4) and of the interpolant. */
export const tableau = {
  c: [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1],
  a: [
    [],
    [1 / 5],
    [3 / 40, 9 / 40],
    [44 / 45, -56 / 15, 32 / 9],
    [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
    [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
    [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
  ],
  e: [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40],
  d: [
    -12715105075 / 11282082432,
    0,
    87487479700 / 32700410799,
    -10690763975 / 1880347072,
    701980252875 / 199316789632,
    -1453857185 / 822651844,
    69997945 / 29380423,
  ],
} as const satisfies Readonly<Record<string, readonly number[] | readonly (readonly number[])[]>>;

/** The step grows or shrinks by safety / err^(1/4), within these limits. */
export const stepControl = { safety: 0.9, least: 0.2, most: 5 } as const;
