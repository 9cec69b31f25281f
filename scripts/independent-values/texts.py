"""Strings by Python's str, positions in bytes by their UTF-8; regular expressions by Python's re."""
import re

from decimal import Decimal

from cases import case, written

family = "texts"
words = ["kleis", "", "αβγ δ", "naïve café", "a\tb c", "🙂 smile", "aaa"]


def _python(rows, call, value):
    case(family, "Python", rows, call, value)


def _at(text, part):
    return text.encode().find(part.encode())


def reading():
    for s in words:
        w = written(s)
        _python("strlen", f"strlen({w})", len(s.encode()))
        for start, count in [(0, 2), (1, 3), (2, 100)]:
            for name in ["substr", "substring"]:
                _python("substr substring", f"{name}({w}, {start}, {count})", s[start : start + count])
        for k in [0, 2, 50]:
            _python("charAt", f"charAt({w}, {k})", s[k : k + 1])
        for part in ["a", "é", "aa", "is", " ", ""]:
            p = written(part)
            _python("indexOf", f"indexOf({w}, {p})", _at(s, part))
            _python("contains", f"contains({w}, {p})", part in s)
            _python("hasPrefix", f"hasPrefix({w}, {p})", s.startswith(part))
            _python("hasSuffix", f"hasSuffix({w}, {p})", s.endswith(part))
            _python("replace", f'replace({w}, {p}, "-+-")', s.replace(part, "-+-", 1))
            _python("replaceAll", f'replaceAll({w}, {p}, "-+-")', s.replace(part, "-+-"))
            _python("str_eq", f"str_eq({w}, {p})", s == part)
    for s in ["  ab  ", "\t x y\n", "", "   ", "\u00a0a\u2003", "\u3000b\u0085"]:
        _python("trim", f"trim({written(s)})", s.strip())
        _python("trimLeft", f"trimLeft({written(s)})", s.lstrip())
        _python("trimRight", f"trimRight({written(s)})", s.rstrip())


def numbers():
    for x in ["42", "-7.9", "123456789012345678901234567890", "0.5"]:
        value = str(int(x.split(".")[0]) if x != "0.5" else 0)
        for name in ["intToStr", "int_to_str", "fromInt", "intToString"]:
            _python("intToStr int_to_str fromInt intToString", f"{name}({x})", value)
    for s in ["42", " -17 ", "+5", "x1", "", "123456789012345678901234567890", "1.5"]:
        try:
            value = int(s)
        except ValueError:
            value = -1
        for name in ["strToInt", "str_to_int", "toInt"]:
            _python("strToInt str_to_int toInt", f"{name}({written(s)})", value)
    for x in [1.5, 0.1, 123456.789, 1 / 3, -2.25, 100.0, 1e-7, 1.7e22, 5e-324]:
        value = f"{Decimal(repr(x)):f}".removesuffix(".0")
        for name in ["to_string", "str"]:
            _python("to_string str", f"{name}({x!r})", value)
    _python("to_string str", f"to_string({2**100})", str(2**100))
    _python("to_string str", 'to_string("as it is")', "as it is")
    for x in [2.5, 0.25, 1 / 3, 1234.5678, -0.125, 2.675]:
        for digits in [1, 2, 3]:
            _python("format", f'format("<{{:.{digits}}}>", {x!r})', f"<{x:.{digits}f}>")
    _python("format", 'format("{{{}}} and {}", 3, "b")', "{{{}}} and {}".format(3, "b"))
    large = 12345678901234567890123
    _python("format", f'format("{{:.2}}", {large})', f"{large}.00")
    _python("concat", 'concat("n = ", 3)', "n = " + str(3))
    _python("concat", 'concat("naïve ", "café")', "naïve " + "café")
    _python("concat", "concat([1, 2], [3])", [1, 2] + [3])


def lines():
    for s in ["a\nb", "one", "x\n\ny", "1\n2\n3", "end\n", "", "\n\n"]:
        w = written(s)
        _python("splitLines", f"splitLines({w})", s.splitlines())
        _python("countLines", f"countLines({w})", len(s.splitlines()))
        for k in [0, 2, 9]:
            _python("nthLine", f"nthLine({w}, {k})", (s.splitlines()[k : k + 1] or [""])[0])
        value = 0
        for line in s.splitlines():
            value = 10 * value + len(line)
        _python("foldLines", f"foldLines(λ line n . 10 * n + strlen(line), 0, {w})", value)


def classes():
    for s in ["42", "", "4a", "abc", "é", "٣", "a b", "a1Z", "tab\t", "~ !"]:
        w, ascii_only = written(s), s.isascii()
        _python("isDigits", f"isDigits({w})", ascii_only and s.isdigit())
        _python("isAlpha", f"isAlpha({w})", ascii_only and s.isalpha())
        _python("isAlphaNum", f"isAlphaNum({w})", ascii_only and s.isalnum())
        if s:
            _python("isAscii", f"isAscii({w})", ascii_only and s.isprintable())


def regular_expressions():
    """Each expression with what decides on whole texts: Python's re, joined where it lacks the operation."""
    full = lambda pattern: lambda s: re.fullmatch(pattern, s, re.DOTALL) is not None
    a, digits = 're_literal("a")', 're_plus(re_range("0", "9"))'
    expressions = {
        "re_literal": ('re_literal("a.b")', full(r"a\.b")),
        "re_range": ('re_range("b", "y")', full("[b-y]")),
        "re_star": ('re_star(re_literal("ab"))', full("(ab)*")),
        "re_plus": (digits, full("[0-9]+")),
        "re_option": (f"re_concat(re_option({a}), {digits})", full("a?[0-9]+")),
        "re_loop": (f"re_loop({a}, 2, 3)", full("a{2,3}")),
        "re_concat": (f"re_concat({a}, {digits})", full("a[0-9]+")),
        "re_union": (f're_union({a}, re_literal("10"))', full("a|10")),
        "re_intersect": (
            f're_intersect(re_star(re_range("0", "5")), re_loop(re_allchar(), 2, 4))',
            lambda s: full("[0-5]*")(s) and full(".{2,4}")(s),
        ),
        "re_complement": (f"re_complement({digits})", lambda s: not full("[0-9]+")(s)),
        "re_full": ("re_full()", full(".*")),
        "re_empty": ("re_empty()", lambda s: False),
        "re_allchar": ("re_allchar()", full(".")),
    }
    for name, (expression, holds) in expressions.items():
        for s in ["", "a", "aa", "aaaa", "10", "45", "a10", "abab", "a.b", "axb", "é", "b\n", "12345"]:
            case("regular-expressions", "Python", f"{name} matches", f"matches({written(s)}, {expression})", holds(s))
