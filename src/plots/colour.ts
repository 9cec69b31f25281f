/**
 * Colours: names and hexadecimal texts in, `#rrggbb` out; the palette of series, and colour maps.
 *
 * The palette is that of Okabe and Ito (Color Universal Design, 2008), told apart by people of every colour vision, with
 * yellow last because it is faint on white. Colour maps are perceptually uniform where their names promise it.
 */

/** For series, in the order they are drawn. */
export const palette: readonly string[] = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#e69f00",
  "#56b4e9",
  "#000000",
  "#f0e442",
];

export function paletteColour(index: number): string {
  return palette[index % palette.length] ?? "#000000";
}

const named: Readonly<Record<string, string>> = {
  aqua: "#00ffff",
  black: "#000000",
  blue: "#0000ff",
  brown: "#a52a2a",
  coral: "#ff7f50",
  crimson: "#dc143c",
  cyan: "#00ffff",
  darkblue: "#00008b",
  darkgray: "#a9a9a9",
  darkgreen: "#006400",
  darkgrey: "#a9a9a9",
  darkorange: "#ff8c00",
  darkred: "#8b0000",
  eastern: "#239dad",
  firebrick: "#b22222",
  forestgreen: "#228b22",
  fuchsia: "#ff00ff",
  gold: "#ffd700",
  gray: "#808080",
  green: "#008000",
  grey: "#808080",
  hotpink: "#ff69b4",
  indigo: "#4b0082",
  khaki: "#f0e68c",
  lavender: "#e6e6fa",
  lightblue: "#add8e6",
  lightgray: "#d3d3d3",
  lightgreen: "#90ee90",
  lightgrey: "#d3d3d3",
  lime: "#00ff00",
  limegreen: "#32cd32",
  magenta: "#ff00ff",
  maroon: "#800000",
  navy: "#000080",
  olive: "#808000",
  orange: "#ffa500",
  orchid: "#da70d6",
  pink: "#ffc0cb",
  plum: "#dda0dd",
  purple: "#800080",
  red: "#ff0000",
  royalblue: "#4169e1",
  salmon: "#fa8072",
  seagreen: "#2e8b57",
  sienna: "#a0522d",
  silver: "#c0c0c0",
  skyblue: "#87ceeb",
  slategray: "#708090",
  steelblue: "#4682b4",
  tan: "#d2b48c",
  teal: "#008080",
  tomato: "#ff6347",
  turquoise: "#40e0d0",
  violet: "#ee82ee",
  white: "#ffffff",
  yellow: "#ffff00",
};

export const colourNames: readonly string[] = Object.keys(named);

const adjusted = /^(.*)\.(lighten|darken)\(\s*(\d+(?:\.\d+)?)\s*%\s*\)$/;

/** `#rrggbb` (or `#rrggbbaa`); undefined where the text is no colour. `blue.lighten(40%)` is one. */
export function parseColour(text: string): string | undefined {
  const trimmed = text.trim();
  const change = adjusted.exec(trimmed);
  if (change !== null) {
    const [, base = "", direction, percent] = change;
    const colour = parseColour(base);
    const amount = Math.min(1, Number(percent) / 100);
    return colour && mix(colour, direction === "lighten" ? "#ffffff" : "#000000", amount);
  }
  const inner = /^rgb\(\s*"(#[0-9a-f]+)"\s*\)$/i.exec(trimmed)?.[1] ?? trimmed;
  const found = named[inner.toLowerCase()];
  if (found !== undefined) return found;
  if (/^#([0-9a-f]{6}|[0-9a-f]{8})$/i.test(inner)) return inner.toLowerCase();
  if (/^#[0-9a-f]{3}$/i.test(inner))
    return `#${[...inner.slice(1)].map((c) => c + c).join("")}`.toLowerCase();
  return undefined;
}

function channels(colour: string): readonly [number, number, number] {
  const n = Number.parseInt(colour.slice(1, 7), 16);
  return [(n >> 16) & 255, (n >> 8) & 255, n & 255];
}

/** From `a` (amount 0) to `b` (amount 1). */
export function mix(a: string, b: string, amount: number): string {
  const to = channels(b);
  const parts = channels(a).map((from, i) => Math.round(from + ((to[i] ?? 0) - from) * amount));
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

const maps = {
  viridis: "#440154 #482878 #3e4989 #31688e #26828e #1f9e89 #35b779 #6ece58 #b5de2b #fde725",
  magma: "#000004 #180f3d #440f76 #721f81 #9e2f7f #cd4071 #f1605d #fd9668 #feca8d #fcfdbf",
  inferno: "#000004 #1b0c41 #4a0c6b #781c6d #a52c60 #cf4446 #ed6925 #fb9b06 #f7d13d #fcffa4",
  plasma: "#0d0887 #46039f #7201a8 #9c179e #bd3786 #d8576b #ed7953 #fb9f3a #fdca26 #f0f921",
  cividis: "#00224e #123570 #3b496c #575d6d #707173 #8a8678 #a59c74 #c3b369 #e1cc55 #fee838",
  turbo:
    "#30123b #4145ab #4675ed #39a2fc #1bcfd4 #24eca6 #61fc6c #a4fc3b #d1e834 #f3c63a #fe9b2d #f36315 #d93806 #b11901 #7a0402",
  gray: "#000000 #ffffff",
  coolwarm: "#3b4cc0 #6788ee #9abbff #c9d7f0 #dddddd #edd1c2 #f7a889 #e26952 #b40426",
  rdbu: "#053061 #2166ac #4393c3 #92c5de #d1e5f0 #f7f7f7 #fddbc7 #f4a582 #d6604d #b2182b #67001f",
} as const;

export type ColourMap = keyof typeof maps;
export const colourMaps = Object.keys(maps) as readonly ColourMap[]; // the table's own keys

export function stopsOf(map: ColourMap): readonly string[] {
  return maps[map].split(" ");
}

/** The colour at `t` of 0…1; outside it, the end. */
export function colourAt(map: ColourMap, t: number): string {
  const stops = stopsOf(map);
  const place = Math.min(1, Math.max(0, t)) * (stops.length - 1);
  const below = Math.min(stops.length - 2, Math.floor(place));
  return mix(stops[below] ?? "#000000", stops[below + 1] ?? "#000000", place - below);
}
