export const FUNCTIONS = /** @type {Record<string, {apply: (...args: any[]) => any, inside?: boolean}>} */ ({
  length: { apply: (x) => [...x].length },
  count_selected: { apply: (x) => x.length },
  selected: { apply: (x, code) => x.includes(code) },
});
