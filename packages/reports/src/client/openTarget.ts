/** Opens the folded line that a link leads to, and what it is folded in. */
const open = (): void => {
  const target =
    location.hash === "" ? null : document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let element = target; element; element = element.parentElement)
    if (element instanceof HTMLDetailsElement) element.open = true;
  target?.scrollIntoView();
};

export const openTarget = (): void => {
  addEventListener("hashchange", open);
  open();
};
