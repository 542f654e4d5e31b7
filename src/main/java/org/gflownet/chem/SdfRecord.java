package org.gflownet.chem;

import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.io.MDLV2000Writer;
import org.openscience.cdk.layout.StructureDiagramGenerator;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smiles.SmilesParser;

/** Records of SDF files: a molecule with coordinates in the plane, and its properties. */
public final class SdfRecord {
  private SdfRecord() {}

  /**
   * The record of a molecule, its end line included. The same molecule gives the same text.
   *
   * @param smiles of the molecule; its own name on the record's first line
   * @param properties values by name, in their order
   * @throws InvalidMoleculeException if the SMILES cannot be read or drawn
   */
  public static String of(String smiles, Map<String, ?> properties) {
    StringBuilder record = new StringBuilder(withoutDate(molBlock(smiles)));
    properties.forEach(
        (name, value) ->
            record
                .append("> <")
                .append(name.replaceAll("[<>\\s]", "_"))
                .append(">\n")
                .append(value)
                .append("\n\n"));
    return record.append("$$$$").toString();
  }

  private static String molBlock(String smiles) {
    StringWriter text = new StringWriter();
    try (MDLV2000Writer writer = new MDLV2000Writer(text)) {
      IAtomContainer molecule =
          new SmilesParser(SilentChemObjectBuilder.getInstance()).parseSmiles(smiles);
      molecule.setTitle("");
      new StructureDiagramGenerator().generateCoordinates(molecule);
      writer.writeMolecule(molecule);
    } catch (CDKException | IOException problem) {
      throw new InvalidMoleculeException("it cannot be drawn: " + problem.getMessage());
    } catch (Exception problem) {
      throw new IllegalStateException("cannot write " + smiles, problem);
    }
    return text.toString();
  }

  /** CDK writes the time into the second line, which would make equal records differ. */
  private static String withoutDate(String molBlock) {
    String[] lines = molBlock.split("\\R", -1);
    lines[1] = "  gflownet          2D";
    return String.join("\n", lines);
  }
}
