/** Light or dark: the system's until it is switched, then remembered where storage is allowed. */
const KEY = "attune-theme";

const stored = (): string | null => {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // some hosts forbid storage
  }
};

const store = (theme: string): void => {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // the switch still holds for this visit
  }
};

export const themeSwitch = (): void => {
  const root = document.documentElement;
  const button = document.getElementById("theme");
  const known = stored();
  if (known === "light" || known === "dark") root.dataset.theme = known;
  if (button === null) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const theme = (root.dataset.theme ?? system) === "dark" ? "light" : "dark";
    root.dataset.theme = theme;
    store(theme);
    dispatchEvent(new Event("attune-theme"));
  });
};
