package org.gflownet.reward.chem.docking;

/**
 * The box of the receptor in which the ligand is placed, in angstrom.
 *
 * @param centerX centre of the box in the receptor's coordinates
 * @param centerY likewise
 * @param centerZ likewise
 * @param sizeX length of its edge
 * @param sizeY likewise
 * @param sizeZ likewise
 */
public record DockingBox(
    double centerX, double centerY, double centerZ, double sizeX, double sizeY, double sizeZ) {
  /** Longer than the pocket of any receptor; Vina keeps a grid over the whole box. */
  private static final double MAX_SIZE = 126.0;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException a centre that is not finite, or an edge outside (0, 126]
   */
  public DockingBox {
    for (double center : new double[] {centerX, centerY, centerZ}) {
      if (!Double.isFinite(center)) {
        throw new IllegalArgumentException("docking box: centre " + center + " must be finite");
      }
    }
    for (double size : new double[] {sizeX, sizeY, sizeZ}) {
      if (!(size > 0 && size <= MAX_SIZE)) {
        throw new IllegalArgumentException(
            "docking box: size " + size + " must be over 0 and at most " + MAX_SIZE + " angstrom");
      }
    }
  }
}
