package org.gflownet.run.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.gflownet.config.EnvConfig;
import org.gflownet.config.FileSetting;
import org.gflownet.config.GflownetConfig;
import org.gflownet.run.UserException;
import org.gflownet.table.BadTableException;
import org.gflownet.table.Column;
import org.gflownet.table.DelimitedReader;
import org.gflownet.table.Dialect;
import org.gflownet.table.TableRow;
import org.gflownet.table.TextInput;
import org.gflownet.trajectory.ActionPaths;

/** The good objects of {@code replay.file}, a table that the driver reads. */
public final class ReplayFile {
  /** The setting that names the file. */
  static final String KEY = FileSetting.REPLAY.key();

  private static final int MAX_OBJECTS = 1_000_000;
  private static final long MAX_STEPS = 50_000_000;

  private ReplayFile() {}

  /**
   * What rows of the file stand for. What is wrong with them is told by {@link BadTableException}s
   * of one line.
   */
  interface Objects {
    /** What they are called. */
    String noun();

    /** Finds the columns. */
    void header(List<String> names);

    /**
     * Takes a row.
     *
     * @param values of the columns; null where there is none
     * @param line says where it stands, for messages
     * @return number of steps from s0 to the object
     */
    int take(String[] values, String line);

    /** All objects, each with a path to it, in the order of the rows. */
    ActionPaths paths();
  }

  /**
   * Reads the file of a configuration that names one.
   *
   * @throws UserException if it cannot be used
   */
  public static ActionPaths paths(GflownetConfig config) {
    Objects objects =
        config.env().kind() == EnvConfig.Kind.MOLECULE
            ? new ReplayMolecules(config)
            : new ReplayCells(config);
    String name = config.files().get(FileSetting.REPLAY);
    try (TextInput text =
            new TextInput(Files.newInputStream(NamedFiles.find(config, FileSetting.REPLAY)));
        DelimitedReader reader = new DelimitedReader(text, new Dialect(',', '"'))) {
      objects.header(reader.columns().stream().map(Column::name).toList());
      read(reader, objects);
      return objects.paths();
    } catch (BadTableException e) {
      throw new UserException("file setting " + KEY + " = " + name + ": " + e.getMessage());
    } catch (IOException e) {
      throw new UserException("file setting " + KEY + " = " + name + ": cannot be read: " + e);
    }
  }

  private static void read(DelimitedReader reader, Objects objects) throws IOException {
    int count = 0;
    long steps = 0;
    for (TableRow row = reader.next(); row != null; row = reader.next()) {
      String line = "line " + reader.line() + ": ";
      if (row.problem() != null) {
        throw new BadTableException(line + row.problem());
      }
      steps += objects.take(row.cells(), line);
      count++;
      if (count > MAX_OBJECTS || steps > MAX_STEPS) {
        throw new BadTableException(
            String.format(
                "%sit has more than %d %s or %d steps to them; leave the rest out",
                line, MAX_OBJECTS, objects.noun(), MAX_STEPS));
      }
    }
    if (count == 0) {
      throw new BadTableException(
          "it has no " + objects.noun() + "; add a line for each, or remove the setting");
    }
  }
}
