/** Order and inputs of steps that name their needs. */

interface Step {
  readonly id: string;
  readonly needs: ReadonlyArray<string>;
}

/** The steps in an order in which each comes after its needs, file order else; or a cycle, its first step repeated at its end. */
export const stepOrder = <S extends Step>(
  steps: ReadonlyArray<S>,
): { readonly order: ReadonlyArray<S> } | { readonly cycle: ReadonlyArray<string> } => {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const order = new Set<S>();
  const visit = (step: S, trail: ReadonlyArray<string>): ReadonlyArray<string> | undefined => {
    if (order.has(step)) return undefined;
    if (trail.includes(step.id)) return [...trail.slice(trail.indexOf(step.id)), step.id];
    for (const need of step.needs) {
      const next = byId.get(need);
      const cycle = next && visit(next, [...trail, step.id]);
      if (cycle) return cycle;
    }
    order.add(step);
    return undefined;
  };
  for (const step of steps) {
    const cycle = visit(step, []);
    if (cycle) return { cycle };
  }
  return { order: [...order] };
};

/** The ancestors of a step that satisfy `produces`, at the least distance at which there is one. */
export const nearestProducers = <S extends Step>(
  step: S,
  steps: ReadonlyMap<string, S>,
  produces: (candidate: S) => boolean,
): ReadonlyArray<string> => {
  let level: ReadonlyArray<string> = [...new Set(step.needs)];
  while (level.length > 0) {
    const ancestors = level.flatMap((id) => steps.get(id) ?? []);
    const found = ancestors.filter(produces);
    if (found.length > 0) return found.map(({ id }) => id);
    level = [...new Set(ancestors.flatMap(({ needs }) => needs))];
  }
  return [];
};
