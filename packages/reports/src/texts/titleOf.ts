/** `lossAtInit` becomes `Loss at init`. */
export const titleOf = (name: string): string => {
  const words = name.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
};
