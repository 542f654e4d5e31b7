package org.gflownet.report.chem;

import java.awt.Color;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.gflownet.chem.MoleculeReader;
import org.openscience.cdk.depict.DepictionGenerator;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.renderer.color.CDK2DAtomColors;

/**
 * Structural formulas as SVG on a transparent ground, drawn by CDK. Letters are outlines: whoever
 * looks at the picture needs no fonts, whoever draws it does.
 *
 * <p>Thread-safe.
 */
public final class MoleculeDrawing {
  private static final int SIDE = 220;

  private MoleculeDrawing() {}

  /**
   * The drawing of a SMILES as base64 of SVG; empty for what is no molecule or cannot be laid out.
   *
   * @throws IllegalStateException with one line if this machine has no fonts to draw with
   */
  public static Optional<String> base64(String smiles) {
    return svg(smiles)
        .map(svg -> Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8)));
  }

  /** The drawing as SVG, see {@link #base64}. */
  public static Optional<String> svg(String smiles) {
    try {
      return Optional.of(draw(MoleculeReader.parse(smiles).toContainer()));
    } catch (CDKException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String draw(IAtomContainer molecule) throws CDKException {
    try {
      return new DepictionGenerator()
          .withSize(SIDE, SIDE * 0.7)
          .withFillToFit()
          .withBackgroundColor(new Color(255, 255, 255, 0))
          .withAtomColors(new CDK2DAtomColors())
          .depict(molecule)
          .toSvgStr();
    } catch (InternalError | NoClassDefFoundError | UnsatisfiedLinkError e) {
      // What AWT throws where it finds neither fonts nor the libraries to read them with.
      throw new IllegalStateException(
          "molecules cannot be drawn: Java finds no fonts here (Debian: apt-get install"
              + " fontconfig fonts-dejavu-core)",
          e);
    }
  }
}
