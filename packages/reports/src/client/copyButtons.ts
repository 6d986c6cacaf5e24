/** Copies the text beside a button; where the clipboard is closed, selects it. */
const select = (element: Element): void => {
  const range = document.createRange();
  range.selectNodeContents(element);
  const chosen = getSelection();
  chosen?.removeAllRanges();
  chosen?.addRange(range);
};

export const copyButtons = (): void => {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button.copy"))
    button.addEventListener("click", async () => {
      const code = button.parentElement?.querySelector("pre");
      if (!code) return;
      try {
        await navigator.clipboard.writeText(code.textContent ?? "");
        button.textContent = "Copied";
      } catch {
        select(code);
        button.textContent = "Selected";
      }
      setTimeout(() => {
        button.textContent = "Copy";
      }, 1500);
    });
};
