"""Peers in Python: NumPy, SciPy and Numba, asked line by line on standard input (python.ts).

    {"do": "prepare", "function": F, "parameters": P}            -> {"ok": true, "checksum": sum of what it computes}
    {"do": "measure", "function": F, "parameters": P, "calls": n} -> {"ok": true, "nanoseconds": per call}

A function of this file makes its data and returns a callable without arguments. Those of Numba loop inside compiled code,
so that the way in from Python is not measured; NumPy's and SciPy's are called as a program calls them.
"""

import json
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[name] = "1"


def wave(n):
    """What elementwise rows are called with."""
    import numpy

    return (numpy.arange(n) / n - 0.5) * 8


class Compiled:
    """A kernel of Numba with its arrays. One that gives a number is timed in a loop that Numba compiled as well."""

    def __init__(self, kernel, arrays, gives_number=False):
        self.kernel, self.arrays = kernel, arrays
        self.loop = self.compile_loop() if gives_number else None

    def compile_loop(self):
        import numba

        kernel = self.kernel

        @numba.njit
        def loop(calls, *arrays):
            total = 0.0
            for _ in range(calls):
                total += kernel(*arrays)
            return total

        loop(1, *self.arrays)
        return loop

    def __call__(self):
        return self.kernel(*self.arrays)


def damped_wave(n):
    import math
    import numba
    import numpy

    @numba.njit
    def kernel(x, y):
        for i in range(x.size):
            y[i] = math.exp(-x[i] * x[i]) * math.sin(3 * x[i]) + x[i] / (1 + x[i] * x[i])
        return y

    return Compiled(kernel, (wave(n), numpy.empty(n)))


def tanh_ln(n):
    import math
    import numba
    import numpy

    @numba.njit
    def kernel(x, y):
        for i in range(x.size):
            y[i] = math.tanh(x[i]) * math.log(1 + x[i] * x[i])
        return y

    return Compiled(kernel, (wave(n), numpy.empty(n)))


def samples(n, phase):
    import numpy

    return numpy.sin(numpy.arange(n) + phase)


def matrix_and_column(n):
    import numpy

    return numpy.sin(numpy.arange(n * n)).reshape(n, n), numpy.cos(numpy.arange(n)), numpy.empty(n)


def numba_column(n):
    import numba

    @numba.njit(fastmath=True)
    def kernel(a, x, y):
        for i in range(a.shape[0]):
            total = 0.0
            for j in range(a.shape[1]):
                total += a[i, j] * x[j]
            y[i] = total
        return y

    return Compiled(kernel, matrix_and_column(n))


def numba_transposed_column(n):
    import numba

    @numba.njit(fastmath=True)
    def kernel(a, x, y):
        y[:] = 0.0
        for i in range(a.shape[0]):
            for j in range(a.shape[1]):
                y[j] += a[i, j] * x[i]
        return y

    return Compiled(kernel, matrix_and_column(n))


def numba_dot(n):
    import numba

    @numba.njit(fastmath=True, inline="never")
    def kernel(x, y):
        total = 0.0
        for i in range(x.size):
            total += x[i] * y[i]
        return total

    return Compiled(kernel, (samples(n, 0), samples(n, 1)), True)


def numba_sum(n):
    import numba

    @numba.njit(fastmath=True)
    def kernel(x):
        total = 0.0
        for i in range(x.size):
            total += x[i]
        return total

    return Compiled(kernel, (samples(n, 0),), True)


def numba_norm(n):
    import math
    import numba

    @numba.njit(fastmath=True)
    def kernel(x):
        total = 0.0
        for i in range(x.size):
            total += x[i] * x[i]
        return math.sqrt(total)

    return Compiled(kernel, (samples(n, 0),), True)


def mandelbrot(n, steps):
    import numba
    import numpy

    @numba.njit
    def kernel(counts):
        for row in range(n):
            for column in range(n):
                cr = -2.0 + 3.0 * column / n
                ci = -1.5 + 3.0 * row / n
                x = y = 0.0
                k = 0
                while k < steps and x * x + y * y <= 4.0:
                    x, y = x * x - y * y + cr, 2 * x * y + ci
                    k += 1
                counts[row, column] = k
        return counts

    return Compiled(kernel, (numpy.zeros((n, n)),))


def laplacian_potential(n, known_size):
    """With its size as a constant, or, as one writes it, with the sizes of its arguments."""
    import numba
    import numpy

    size = n if known_size else None

    @numba.njit
    def kernel(u, v):
        if size is None:
            sizes = u.shape
        else:
            sizes = (size, size, size)
        for i in range(sizes[0]):
            for j in range(sizes[1]):
                for k in range(sizes[2]):
                    total = -6.0 * u[i, j, k]
                    if i > 0:
                        total += u[i - 1, j, k]
                    if i < sizes[0] - 1:
                        total += u[i + 1, j, k]
                    if j > 0:
                        total += u[i, j - 1, k]
                    if j < sizes[1] - 1:
                        total += u[i, j + 1, k]
                    if k > 0:
                        total += u[i, j, k - 1]
                    if k < sizes[2] - 1:
                        total += u[i, j, k + 1]
                    x = u[i, j, k]
                    v[i, j, k] = total + (x - x * x * x)
        return v

    return Compiled(kernel, (numpy.sin(numpy.arange(n**3)).reshape(n, n, n), numpy.empty((n, n, n))))


def noise(n, state):
    """What transforms are called with."""
    import numpy

    x = numpy.empty(n)
    for i in range(n):
        state = (state * 69069 + 1) % 2**32
        x[i] = state / 2**31 - 1
    return x


def scipy_csr(n, *offsets):
    import numpy
    from scipy.sparse import csr_matrix

    columns = numpy.sort((numpy.arange(n)[:, None] + numpy.array(offsets)) % n, axis=1).ravel()
    pointers = numpy.arange(n + 1) * len(offsets)
    matrix = csr_matrix((numpy.sin(numpy.arange(columns.size)), columns, pointers), shape=(n, n))
    x = numpy.cos(numpy.arange(n))
    return lambda: matrix @ x


def scipy_fft_complex(n):
    import scipy.fft

    x = noise(n, 1) + 1j * noise(n, 7)
    return lambda: scipy.fft.fft(x)


def scipy_fft_real(n):
    import scipy.fft

    x = noise(n, 1)
    return lambda: scipy.fft.fft(x)


def scipy_spmv(n, each):
    import numpy
    import scipy.sparse

    rows = numpy.repeat(numpy.arange(n), each)
    columns = (rows * 7 + numpy.tile(numpy.arange(each), n) * 7919) % n
    matrix = scipy.sparse.coo_matrix((samples(n * each, 0), (rows, columns)), shape=(n, n)).tocsr()
    x = samples(n, 1)
    return lambda: matrix @ x


prepared = {}


def find(request):
    key = (request["function"], tuple(request["parameters"]))
    if key not in prepared:
        prepared[key] = globals()[key[0]](*key[1])
    return prepared[key]


def answer(request):
    import numpy

    run = find(request)
    if request["do"] == "prepare":
        result = numpy.asarray(run())
        parts = [result.real, result.imag] if numpy.iscomplexobj(result) else [result]
        return {"ok": True, "checksum": float(sum(numpy.sum(numpy.abs(part)) for part in parts))}
    calls = request["calls"]
    start = time.thread_time_ns()
    if getattr(run, "loop", None) is not None:
        run.loop(calls, *run.arrays)
    else:
        for _ in range(calls):
            run()
    return {"ok": True, "nanoseconds": (time.thread_time_ns() - start) / calls}


for line in sys.stdin:
    try:
        reply = answer(json.loads(line))
    except Exception as problem:  # whatever is missing, the row goes on without this peer
        reply = {"ok": False, "why": f"{type(problem).__name__}: {problem}"}
    print(json.dumps(reply), flush=True)
