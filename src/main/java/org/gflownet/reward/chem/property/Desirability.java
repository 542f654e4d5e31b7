package org.gflownet.reward.chem.property;

/**
 * Asymmetric double sigmoid that says how usual a property's value is among drugs, in (0, 1]: d(x)
 * = (a + b / (1 + exp(-(x - c + d/2) / e)) (1 - 1 / (1 + exp(-(x - c - d/2) / f)))) / max
 * (Bickerton et al. 2012, equation 2 and supplementary table 1).
 *
 * @param a lower plateau
 * @param b height over it
 * @param c centre, in the property's unit
 * @param d width between the two slopes
 * @param e width of the rise
 * @param f width of the fall
 * @param max largest value of the numerator
 */
record Desirability(double a, double b, double c, double d, double e, double f, double max) {
  double of(double x) {
    double rise = 1 + StrictMath.exp(-(x - c + d / 2) / e);
    double fall = 1 + StrictMath.exp(-(x - c - d / 2) / f);
    return (a + b / rise * (1 - 1 / fall)) / max;
  }
}
