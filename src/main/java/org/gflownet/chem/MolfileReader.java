package org.gflownet.chem;

import java.io.IOException;
import java.io.StringReader;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;
import org.openscience.cdk.io.DefaultChemObjectReader;
import org.openscience.cdk.io.IChemObjectReader;
import org.openscience.cdk.io.MDLV2000Reader;
import org.openscience.cdk.io.MDLV3000Reader;
import org.openscience.cdk.silent.SilentChemObjectBuilder;

/**
 * Reads connection tables, the molfiles that an SDF file is made of, in the versions V2000 and
 * V3000. What {@link MoleculeReader} refuses of a SMILES is refused here. No state; thread-safe.
 */
public final class MolfileReader {
  static {
    SilentCdk.install();
  }

  private MolfileReader() {}

  /**
   * The molecule of a connection table, its atoms in the order of the table but for hydrogens drawn
   * as atoms, which become counts.
   *
   * @throws InvalidMoleculeException if there is no such molecule
   */
  public static Molecule parse(String table) {
    IAtomContainer container = read(table);
    if (container == null) {
      // What the parser makes of a table that ends within its header.
      throw new InvalidMoleculeException("its connection table is empty");
    }
    if (container.getAtomCount() == 0) {
      throw new InvalidMoleculeException("its connection table has no atoms");
    }
    if (container.getAtomCount() > MoleculeReader.MAX_ATOMS) {
      throw new InvalidMoleculeException(
          "it has "
              + container.getAtomCount()
              + " atoms, at most "
              + MoleculeReader.MAX_ATOMS
              + " are read");
    }
    return Sanitizer.sanitize(Hydrogens.fold(graph(container)));
  }

  private static MolecularGraph graph(IAtomContainer container) {
    for (IBond bond : container.bonds()) {
      if (bond.isAromatic() && bond.getOrder() == IBond.Order.UNSET) {
        throw new InvalidMoleculeException(
            "its connection table has aromatic bonds; write single and double ones");
      }
    }
    return CdkContainers.read(container);
  }

  private static IAtomContainer read(String table) {
    boolean isNew = table.lines().limit(4).anyMatch(line -> line.contains("V3000"));
    StringReader text = new StringReader(table);
    try (DefaultChemObjectReader reader =
        isNew ? new MDLV3000Reader(text) : strict(new MDLV2000Reader(text))) {
      return reader.read(SilentChemObjectBuilder.getInstance().newAtomContainer());
    } catch (CDKException | IOException problem) {
      throw new InvalidMoleculeException("its connection table cannot be read");
    } catch (RuntimeException problem) {
      // The parser lets malformed tables fail where it does not expect them.
      throw new InvalidMoleculeException("its connection table cannot be read");
    }
  }

  private static MDLV2000Reader strict(MDLV2000Reader reader) {
    reader.setReaderMode(IChemObjectReader.Mode.STRICT);
    return reader;
  }
}
