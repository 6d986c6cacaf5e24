/**
 * erf x = 2/√π · the integral of e^-t² from 0 to x, within 2e-8: below .84375 the rational function of fdlibm's
 * s_erff.c (Sun Microsystems, 1993), else 1 - erfc by the Chebyshev fit of Numerical Recipes (2nd edition, § 6.2).
 */
export function errorFunction(x: f64): f64 {
  const size = Math.abs(x);
  if (size < 0.84375) {
    const z = x * x;
    const p = 1.2837916613e-1 + z * (-3.2504209876e-1 + z * (-2.8481749818e-2 + z * (-5.7702702470e-3 + z * -2.3763017452e-5)));
    const q = 1 + z * (3.9791721106e-1 + z * (6.5022252500e-2 + z * (5.0813062117e-3 + z * (1.3249473704e-4 + z * -3.9602282413e-6))));
    return x + x * (p / q);
  }
  const t = 1 / (1 + 0.5 * size);
  let fit: f64 = -0.82215223 + t * 0.17087277;
  fit = 1.48851587 + t * fit;
  fit = -1.13520398 + t * fit;
  fit = 0.27886807 + t * fit;
  fit = -0.18628806 + t * fit;
  fit = 0.09678418 + t * fit;
  fit = 0.37409196 + t * fit;
  fit = 1.00002368 + t * fit;
  fit = -1.26551223 + t * fit;
  const value = 1 - t * NativeMath.exp(fit - size * size);
  return x < 0 ? -value : value; // NaN comes here and stays NaN
}
