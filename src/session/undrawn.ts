/** What of a diagram nobody sees: numbers that are none, that a logarithmic axis does not have, that the limits leave out. */
import { type Diagnostic, warning } from "../base/diagnostic.ts";
import type { Span } from "../base/span.ts";
import type { Element, MeshElement, Numbers } from "../plots/element.ts";
import { stackedTops } from "../plots/extent.ts";
import type { Axis, Figure } from "../plots/figure.ts";

/** A warning for each element of which nothing is seen, or of which a logarithmic axis leaves out a part. */
export function undrawn({ panels }: Figure, place: Span): readonly Diagnostic[] {
  return panels.flatMap(({ x, y, elements }) =>
    elements.flatMap(({ element }) => {
      const problem = "grid" in element ? meshProblem(element) : pointsProblem(element, x, y);
      return problem === undefined ? [] : [warning("KL0706", problem.title, place, problem)];
    }),
  );
}

interface Problem {
  readonly title: string;
  readonly notes: readonly string[];
  readonly hint?: string;
}

/** A coordinate that is undefined is the axis's own: a box plot places its boxes itself. */
interface Points {
  readonly xs: Numbers | undefined;
  readonly ys: Numbers | undefined;
}

function pointsProblem(element: Element, x: Axis, y: Axis): Problem | undefined {
  const points = pointsOf(element);
  const count = (points?.xs ?? points?.ys)?.length ?? 0;
  if (points === undefined || count === 0) return undefined;
  const at = Array.from({ length: count }, (_, i) => [points.xs?.[i] ?? 1, points.ys?.[i] ?? 1] as const);
  const finite = at.filter(([a, b]) => Number.isFinite(a) && Number.isFinite(b));
  const nothing = `nothing of this \`${element.kind}\` is drawn`;
  if (finite.length === 0)
    return { title: nothing, notes: [`${all(count)} NaN or infinite, which are gaps`] };
  const shown = finite.filter(([a, b]) => (!isLog(x) || a > 0) && (!isLog(y) || b > 0));
  if (shown.length < finite.length) {
    const missing = finite.length - shown.length;
    const title =
      shown.length === 0
        ? nothing
        : `${missing} of the ${count} points of this \`${element.kind}\` ${missing === 1 ? "is" : "are"} not drawn`;
    return { title, notes: ["a logarithmic axis has only numbers above 0"] };
  }
  const side = outside(shown, x, "x", 0) ?? outside(shown, y, "y", 1);
  if (side === undefined || points.xs === undefined || points.ys === undefined) return undefined;
  return { title: nothing, notes: [`every ${side.axis} of it is ${side.where} the limits of the axis`] };
}

function all(count: number): string {
  return count === 1 ? "its number is" : `all its ${count} numbers are`;
}

function isLog({ scale }: Axis): boolean {
  return scale === "log";
}

/** A line between points on both sides of the limits is seen: all have to lie on one. */
function outside(
  points: readonly (readonly [number, number])[],
  { domain: [low, high] }: Axis,
  axis: "x" | "y",
  part: 0 | 1,
): { readonly axis: string; readonly where: string } | undefined {
  if (points.every((point) => point[part] < low)) return { axis, where: "below" };
  return points.every((point) => point[part] > high) ? { axis, where: "above" } : undefined;
}

function pointsOf(element: Element): Points | undefined {
  switch (element.kind) {
    case "plot":
    case "scatter":
    case "bar":
    case "hbar":
    case "stem":
    case "hstem":
      return { xs: element.xs.at, ys: element.ys.at };
    case "fill_between":
      return { xs: element.xs.at, ys: element.upper.map((top, i) => top + 0 * (element.lower[i] ?? 0)) };
    case "stacked_area":
      return { xs: element.xs.at, ys: stackedTops(element.layers).at(-1) };
    case "boxplot":
      return { xs: undefined, ys: element.groups.flat() };
    case "hboxplot":
      return { xs: element.groups.flat(), ys: undefined };
    case "quiver":
      return {
        xs: element.us.map((u, i) => (element.xs[i] ?? 0) + 0 * u),
        ys: element.vs.map((v, i) => (element.ys[i] ?? 0) + 0 * v),
      };
    case "path":
      return { xs: element.xs, ys: element.ys };
    case "place":
      return { xs: [element.x], ys: [element.y] };
    default:
      return undefined;
  }
}

function meshProblem({ kind, grid, options }: MeshElement): Problem | undefined {
  const { z } = grid;
  const title = `nothing of this \`${kind}\` is drawn`;
  const finite = z.filter((value) => Number.isFinite(value));
  if (finite.length === 0) return { title, notes: [`${all(z.length)} NaN or infinite, which are gaps`] };
  const flat = kind === "contour" && options.fill !== true && finite.every((value) => value === finite[0]);
  return flat ? { title, notes: ["all its values are equal: there is no level between them"] } : undefined;
}
