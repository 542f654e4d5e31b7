package org.gflownet.run.score;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.gflownet.run.UserException;
import org.gflownet.table.BadTableException;
import org.gflownet.table.TableReader;
import org.gflownet.table.TableRow;

/** The SMILES of a small table, read as {@code score} reads its input. */
public final class MoleculeList {
  private MoleculeList() {}

  /**
   * The texts of the column {@code smiles} in the order of the rows, without those of bad rows.
   *
   * @param location a path or URI of a delimited, SMILES or Parquet file
   * @throws UserException if it cannot be read
   */
  public static List<String> of(String location) {
    ScoreTable table = new ScoreInput(List.of(location), new TreeMap<>()).table(null, true);
    int column = ScoreInput.structures(table, null);
    List<String> smiles = new ArrayList<>();
    try (TableReader reader = table.reader(0, 0)) {
      for (TableRow row = reader.next(); row != null; row = reader.next()) {
        String text = row.problem() == null ? row.cells()[column] : null;
        if (text != null) {
          smiles.add(text.strip());
        }
      }
    } catch (BadTableException e) {
      throw table.problem(0, e.getMessage());
    } catch (IOException e) {
      throw new UserException("cannot read " + location + ": " + e.getMessage());
    }
    return smiles;
  }
}
