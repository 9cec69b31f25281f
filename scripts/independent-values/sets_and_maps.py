"""Sets and maps by Python's set and dict."""
from cases import case, written

family = "sets-and-maps"


def _python(rows, call, value):
    case(family, "Python", rows, call, value)


def _set(items):
    return f"set_of({written(list(items))})"


def sets():
    universe = [-3, 0, 1, 2, 5, 8, 13]
    pairs = [([1, 2, 5], [2, 5, 8, 13]), ([], [1]), ([0, 0, -3], [-3, 0]), (universe, [13])]
    for xs, ys in pairs:
        s, t = set(xs), set(ys)
        x, y = _set(xs), _set(ys)
        both = {"union": s | t, "intersect": s & t, "difference": s - t}
        for name, value in both.items():
            _python(name, f"set_elements({name}({x}, {y}))", sorted(value))
        _python("subset", f"subset({x}, {y})", s <= t)
        _python("subset", f"subset({y}, {x})", t <= s)
        _python("set_of set_elements", f"set_elements({x})", sorted(s))
        for name in ["cardinality", "card"]:
            _python("cardinality card", f"{name}({x})", len(s))
        for k in universe:
            _python("in_set", f"in_set({k}, {x})", k in s)
            _python("complement", f"in_set({k}, complement({x}))", k not in s)
            _python("empty_set singleton", f"in_set({k}, union(empty_set(), singleton(5)))", k in (set() | {5}))
        _python("insert", f"set_elements(insert(2, {x}))", sorted(s | {2}))
        _python("remove", f"set_elements(remove(2, {x}))", sorted(s - {2}))
    names = ["pear", "Apple", "fig", "apple", "fig", "\U0001f642", "\ufb03", "é", ""]
    _python("set_of set_elements", f"set_elements({_set(names)})", sorted(set(names)))


def maps():
    for pairs in [[(2, 20), (1, 10), (2, 30), (-4, 0)], [("b", 1.5), ("a", -2.5), ("b", 0.25)], [(7, "x")]]:
        m = dict(pairs)
        written_map = f"map_from({written(pairs)})"
        first, missing = pairs[0][0], "zz" if isinstance(pairs[0][0], str) else 99
        inserted, removed = {**m, missing: pairs[0][1]}, {k: v for k, v in m.items() if k != first}
        _python("map_from lookup", f"lookup({written_map}, {written(first)})", m[first])
        _python("map_from lookup", f"lookup({written_map}, {written(missing)}, {written(pairs[0][1])})", pairs[0][1])
        _python("has_key", f"has_key({written_map}, {written(first)})", first in m)
        _python("has_key", f"has_key({written_map}, {written(missing)})", missing in m)
        _python("keys", f"keys({written_map})", sorted(m))
        _python("values", f"values({written_map})", [m[k] for k in sorted(m)])
        _python("entries", f"entries({written_map})", sorted(m.items()))
        _python("map_size", f"map_size({written_map})", len(m))
        value = f"entries(insert({written_map}, {written(missing)}, {written(pairs[0][1])}))"
        _python("insert", value, sorted(inserted.items()))
        _python("remove", f"keys(remove({written_map}, {written(first)}))", sorted(removed))
