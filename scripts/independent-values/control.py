"""Riccati equations and regulators by scipy; ordinary differential equations by closed forms and scipy's DOP853."""
import math

import numpy as np
import scipy.integrate
import scipy.linalg as sla
from cases import case, claim, entries, listed

family = "control"


def regulators():
    for n, m in [(1, 1), (2, 1), (3, 2)]:
        a, b = np.array(entries(n, n)), np.array(entries(n, m))
        root = np.array(entries(n, n))
        q, r = root @ root.T + np.eye(n), np.diag([1.5, 0.5][:m])
        arguments = ", ".join(listed(part.tolist()) for part in (a, b, q, r))
        p = sla.solve_continuous_are(a, b, q, r)
        for name in ["care", "riccati"]:
            case(family, "scipy", "care riccati", f"{name}({arguments})", p)
        case(family, "scipy", "lqr", f"nth(lqr({arguments}), 0)", np.linalg.solve(r, b.T @ p))
        case(family, "scipy", "lqr", f"nth(lqr({arguments}), 1)", p)
        p = sla.solve_discrete_are(a, b, q, r)
        for name in ["dare", "riccati_discrete"]:
            case(family, "scipy", "dare riccati_discrete", f"{name}({arguments})", p)
        case(family, "scipy", "dlqr", f"nth(dlqr({arguments}), 0)", np.linalg.solve(b.T @ p @ b + r, b.T @ p @ a))
        case(family, "scipy", "dlqr", f"nth(dlqr({arguments}), 1)", p)


def _last(slope, y, end, spacing):
    """The method as its row states it, with the coefficients that scipy has: rtol 1e-3, atol 1e-6, factor 0.9/err^(1/4)."""
    A, B, C, E = (getattr(scipy.integrate.RK45, name) for name in "ABCE")
    t, y, h = 0.0, np.array(y, dtype=float), min(spacing, 0.01)
    while t < end:
        step = min(h, end - t)
        k = [np.array(slope(t, y))]
        for s in range(1, 6):
            k.append(np.array(slope(t + C[s] * step, y + step * (A[s, :s] @ np.array(k)))))
        following = y + step * (B @ np.array(k))
        k.append(np.array(slope(t + step, following)))
        scale = 1e-6 + 1e-3 * np.maximum(abs(y), abs(following))
        error = math.sqrt(np.mean((step * (E @ np.array(k)) / scale) ** 2))
        if error <= 1:
            t, y = (end if step == end - t else t + step), following
        h = step * (5 if error == 0 else min(5, max(0.2, 0.9 / error**0.25)))
    return y


def equations():
    """The method is of order 5 with rtol 1e-3: polynomials up to degree 4 come out exactly, other curves to some digits."""
    for name in ["ode45", "integrate"]:
        call = f"list_map(λ p . p[1][0], {name}(λ t y . [4 * t^3 - 2 * t], [1], [0, 2], 0.5))"
        exact = [t**4 - t**2 + 1 for t in [0, 0.5, 1, 1.5, 2]]
        case(family, "closed form", "ode45 integrate", call, [float(y) for y in exact])
    times = [0.5 * k for k in range(5)]
    problems = {
        "λ t y . [-y[0]]": ("[1]", lambda t, y: [-y[0]]),
        "λ t y . [y[1], -sin(y[0])]": ("[1, 0]", lambda t, y: [y[1], -math.sin(y[0])]),
        "λ t y . [y[0] - y[0] * y[1], y[0] * y[1] - y[1]]": ("[2, 1]", lambda t, y: [y[0] - y[0] * y[1], y[0] * y[1] - y[1]]),
    }
    for text, (start, slope) in problems.items():
        found = scipy.integrate.solve_ivp(
            slope, [0, 2], [float(x) for x in start.strip("[]").split(",")], "DOP853", times, rtol=1e-12, atol=1e-12
        )
        last = _last(slope, [float(x) for x in start.strip("[]").split(",")], 2.0, 0.5)
        case(family, "scipy", "ode45 integrate", f"ode45({text}, {start}, [0, 2], 0.5)[4][1]", last)
        for k, t in enumerate(times):
            for i, y in enumerate(found.y[:, k]):
                call = f"ode45({text}, {start}, [0, 2], 0.5)[{k}]"
                claim(family, "scipy", "ode45 integrate", f"{call}[0] = {t}")
                claim(family, "scipy", "ode45 integrate", f"abs({call}[1][{i}] - {y!r}) < 1e-2")
