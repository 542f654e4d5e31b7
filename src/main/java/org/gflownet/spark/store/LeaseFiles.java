package org.gflownet.spark.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * The files of leases in a folder, {@code .lease-NNNNNNNN.json}. The one of the highest number is
 * the lease; whoever takes it over writes the next number, which one process alone can.
 */
final class LeaseFiles {
  private static final Pattern NAME = Pattern.compile("\\.lease-(\\d{8})\\.json");
  private static final int MAX_BYTES = 1 << 16;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileStore store;
  private final Path folder;

  LeaseFiles(FileStore store, Path folder) {
    this.store = store;
    this.folder = folder;
  }

  /** Whether a name is that of a lease. */
  static boolean isOne(String name) {
    return NAME.matcher(name).matches();
  }

  private Path path(int number) {
    return new Path(folder, String.format(Locale.ROOT, ".lease-%08d.json", number));
  }

  /** Numbers of the leases that are there. */
  SortedSet<Integer> numbers() throws IOException {
    SortedSet<Integer> numbers = new TreeSet<>();
    for (String name : store.names(folder)) {
      Matcher matcher = NAME.matcher(name);
      if (matcher.matches()) {
        numbers.add(Integer.parseInt(matcher.group(1)));
      }
    }
    return numbers;
  }

  /**
   * A lease as it was written.
   *
   * @param holder who has it; empty for a file that is not complete
   * @param renewals how often it was renewed
   * @param written when, in the store's own milliseconds
   */
  record Entry(Optional<Holder> holder, long renewals, long written) {}

  /** A lease; empty where it is gone. */
  Optional<Entry> read(int number) throws IOException {
    try {
      long written = store.status(path(number)).getModificationTime();
      byte[] bytes;
      try (var in = store.open(path(number))) {
        bytes = in.readNBytes(MAX_BYTES);
      }
      return Optional.of(parsed(bytes, written));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private static Entry parsed(byte[] bytes, long written) {
    try {
      JsonNode tree = JSON.readTree(bytes);
      if (tree.path("id").isTextual() && tree.path("pid").isIntegralNumber()) {
        Holder holder =
            new Holder(
                tree.path("id").asText(),
                tree.path("host").asText(),
                tree.path("machine").asText(),
                tree.path("pid").asLong(),
                tree.path("started").asText(),
                tree.path("attempt").asText());
        return new Entry(Optional.of(holder), tree.path("renewals").asLong(), written);
      }
    } catch (IOException e) {
      // Its writer is at it, or was killed.
      return new Entry(Optional.empty(), 0, written);
    }
    return new Entry(Optional.empty(), 0, written);
  }

  private static byte[] text(Holder holder, long renewals) throws IOException {
    ObjectNode tree = JSON.createObjectNode();
    tree.put("id", holder.id());
    tree.put("host", holder.host());
    tree.put("machine", holder.machine());
    tree.put("pid", holder.pid());
    tree.put("started", holder.started());
    tree.put("attempt", holder.attempt());
    tree.put("renewals", renewals);
    return JSON.writeValueAsBytes(tree);
  }

  /** Writes a lease that nobody has; false where somebody was quicker. */
  boolean take(int number, Holder holder) throws IOException {
    return store.writeNew(path(number), text(holder, 0));
  }

  /** Writes one's own lease again. */
  void renew(int number, Holder holder, long renewals) throws IOException {
    byte[] text = text(holder, renewals);
    store.replace(path(number), out -> out.write(text));
  }

  /** Removes a lease. */
  void remove(int number) throws IOException {
    store.delete(path(number));
  }

  /** The time by the store's clock, which is that of {@link Entry#written}. */
  long now() throws IOException {
    Path probe = TemporaryName.of(new Path(folder, "lease-clock"));
    store.write(probe, out -> out.write('\n'));
    try {
      return store.status(probe).getModificationTime();
    } finally {
      store.delete(probe);
    }
  }
}
