/** ‖Δw‖ / ‖w‖ of networks that learn well, measured (about 1e-3: cs231n), and where a finding begins. */
export const HEALTHY_RATIO: readonly [low: number, high: number] = [3e-4, 1e-2];
export const RATIO_LIMITS: readonly [low: number, high: number] = [1e-4, 3e-2];
