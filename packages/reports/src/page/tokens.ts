/** The colours of a page by their use, for light and for dark. Text reaches a contrast of 4.5 on its ground. */
export const light = {
  bg: "#ffffff",
  card: "#ffffff",
  soft: "#f4f6f8",
  fg: "#1b1f24",
  ink: "#24292f",
  mut: "#57606a",
  line: "#d8dee4",
  grid: "#e7ebef",
  acc: "#0b5cad",
  s0: "#0b5cad",
  s1: "#b35900",
  s2: "#117a45",
  s3: "#8a3ffc",
  s4: "#a1186b",
  s5: "#5c6a12",
  ok: "#116329",
  okbg: "#dafbe1",
  warn: "#7a4b00",
  warnbg: "#fff4d1",
  bad: "#a40e26",
  badbg: "#ffe3e6",
  /** Cells of a confusion matrix on and off the diagonal, and the text on the deep ones. */
  hit: "#1a5fb4",
  miss: "#b3363c",
  onhit: "#ffffff",
} as const;

export type Token = keyof typeof light;

export const dark: Readonly<Record<Token, string>> = {
  bg: "#0e1116",
  card: "#14191f",
  soft: "#1a2028",
  fg: "#e6edf3",
  ink: "#e6edf3",
  mut: "#9aa6b2",
  line: "#2c333c",
  grid: "#222931",
  acc: "#6cb6ff",
  s0: "#6cb6ff",
  s1: "#ffab57",
  s2: "#5fdd8a",
  s3: "#c4a1ff",
  s4: "#ff8ac6",
  s5: "#c5d145",
  ok: "#5fdd8a",
  okbg: "#10301c",
  warn: "#f0c04d",
  warnbg: "#332705",
  bad: "#ff8f9b",
  badbg: "#3d1218",
  hit: "#3b82d6",
  miss: "#c9474f",
  onhit: "#ffffff",
};

// Object.keys loses the literal keys; `light` is const, so they are exactly the tokens
export const tokens = Object.keys(light) as ReadonlyArray<Token>;
