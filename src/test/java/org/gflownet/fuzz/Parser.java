package org.gflownet.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.gflownet.chem.InvalidMoleculeException;
import org.gflownet.chem.MoleculeReader;
import org.gflownet.chem.MolfileReader;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.InvalidConfigException;
import org.gflownet.env.molecule.FragmentVocabulary;
import org.gflownet.job.ParsedCommandLine;
import org.gflownet.math.Sha256;
import org.gflownet.model.dl4j.ModelZip;
import org.gflownet.reward.chem.proxy.ProxyManifest;
import org.gflownet.reward.chem.proxy.TargetTable;
import org.gflownet.reward.chem.sa.FragmentScores;
import org.gflownet.reward.chem.seh.SehWeights;
import org.gflownet.spark.dl4j.ProxyFile;
import org.gflownet.table.BadTableException;
import org.gflownet.table.DelimitedReader;
import org.gflownet.table.Dialect;
import org.gflownet.table.RecordScan;
import org.gflownet.table.SdfReader;
import org.gflownet.table.SmilesReader;
import org.gflownet.table.TableReader;
import org.gflownet.table.TextInput;
import picocli.CommandLine;

/**
 * Everything that reads what a user or a stranger wrote. Whatever the bytes, the outcome is a value
 * or one of the exceptions that the commands turn into one line.
 */
enum Parser {
  /** Configurations. */
  HOCON(InvalidConfigException.class) {
    @Override
    void read(byte[] data) {
      ConfigLoader.parse(text(data), "fuzzed");
    }

    @Override
    List<byte[]> seeds() {
      List<byte[]> seeds = new ArrayList<>();
      for (String file : List.of("quickstart", "molecules-qed", "cluster")) {
        seeds.add(file(Path.of("conf", file + ".conf")));
      }
      seeds.add(
          bytes("a = ${?HOME}, train { lr = 1e-3, steps = ${seed} }\nseed += 3, x.\"y\" = []"));
      seeds.add(bytes("{\"model\": {\"hidden\": [32, 24]}, // c\n env.name = molecule # d\n}"));
      seeds.add(
          bytes("include \"a.conf\"\ninclude url(\"http://a\")\ninclude required(file(\"b\"))"));
      return seeds;
    }
  },

  /** Values of {@code --set}. */
  OVERRIDES(InvalidConfigException.class) {
    @Override
    void read(byte[] data) {
      ConfigLoader.defaults(lines(data));
    }

    @Override
    List<byte[]> seeds() {
      return List.of(
          bytes("train.lr=1e-3\nseed=7"),
          bytes("model.hidden=[256, 256]"),
          bytes("cluster.spark.\"spark.task.maxFailures\"=4\nenv.name=molecule"));
    }
  },

  /** Arguments of the program. */
  COMMAND_LINE(CommandLine.ParameterException.class) {
    @Override
    void read(byte[] data) {
      ParsedCommandLine.parse(lines(data));
    }

    @Override
    List<byte[]> seeds() {
      return List.of(
          bytes("train\nconf/quickstart.conf\n--out\nx\n--set\nseed=7\n--resume\n--watch=80"),
          bytes("sample\nruns/a\n--num\n3000\n--output\ns.csv\n--master=local[2]\n--distinct"),
          bytes("compare\nc.conf\n--grid\ntrain.lr=1e-4,1e-3\n--rank\nexact.tv\n--jobs\n2"),
          bytes("score\n--reward\nqed\na.smi\nb.csv"),
          bytes("evaluate\n--help\n@a\n-V\n--policy\nrandom\n--step\n9"),
          bytes("soak\n--minutes\n1\n--seed\n3"));
    }
  },

  /** Both forms of a vocabulary. */
  VOCABULARY(IllegalArgumentException.class) {
    @Override
    void read(byte[] data) {
      FragmentVocabulary.parse("fuzzed", text(data));
    }

    @Override
    List<byte[]> seeds() {
      return List.of(
          bytes("name,smiles,atoms\nbenzene,c1ccccc1,0;1;3\nmethyl,C,0;0\namide,NC=O,0;1\n"),
          bytes(
              "{\"block_name\": [\"a\", \"b\"], \"block_smi\": {\"0\": \"c1ccccc1\", \"1\":"
                  + " \"C[N+](C)=O\"}, \"block_r\": [[0, 3], [0]]}"));
    }
  },

  /** One molecule. */
  SMILES(InvalidMoleculeException.class) {
    @Override
    void read(byte[] data) {
      MoleculeReader.parse(text(data));
    }

    @Override
    List<byte[]> seeds() {
      return texts(
          "CC(=O)Oc1ccccc1C(=O)O",
          "C[C@H](N)C(=O)[O-].[Na+]",
          "F/C=C/F",
          "c1cc2[nH]ccc2cc1",
          "[13CH4]",
          "C1CC%10CC1CC%10",
          "[O-][n+]1ccccc1-c1ccc(Br)cc1Cl");
    }
  },

  /** One molecule as a connection table. */
  MOLFILE(InvalidMoleculeException.class) {
    @Override
    void read(byte[] data) {
      MolfileReader.parse(text(data));
    }

    @Override
    List<byte[]> seeds() {
      return List.of(bytes(ETHANOL));
    }
  },

  /** Lists of SMILES. */
  SMILES_FILE(BadTableException.class) {
    @Override
    void read(byte[] data) throws IOException {
      drain(new SmilesReader(new TextInput(new ByteArrayInputStream(data))));
    }

    @Override
    List<byte[]> seeds() {
      return texts("smiles name\nCCO ethanol\n\nc1ccccc1\tbenzene x\r\n", "\ufeffC\n");
    }
  },

  /** Delimited tables of any dialect. */
  DELIMITED(BadTableException.class) {
    @Override
    void read(byte[] data) throws IOException {
      drain(new DelimitedReader(new TextInput(new ByteArrayInputStream(data)), null));
    }

    @Override
    List<byte[]> seeds() {
      return texts(
          "id,smiles\n1,CCO\n2,\"a\"\"b\nc\"\r\n", "'a';'b'\n1;2\n", "a:b\n1:2\n", "a\tb\n\n1\t2");
    }
  },

  /** SDF, as it is read: once for the names of its items, once for the rows. */
  SDF(BadTableException.class) {
    @Override
    void read(byte[] data) throws IOException {
      var items = SdfReader.items(new TextInput(new ByteArrayInputStream(data)));
      drain(new SdfReader(new TextInput(new ByteArrayInputStream(data)), items));
    }

    @Override
    List<byte[]> seeds() {
      return List.of(bytes(ETHANOL + ">  <pIC50>\n7.1\nmore\n\n> 25 <b>\n3\n\n$$$$\n" + ETHANOL));
    }
  },

  /** Splits of tables: however a file is cut, no record is lost and none counted twice. */
  RECORDS(BadTableException.class) {
    @Override
    void read(byte[] data) throws IOException {
      for (RecordScan.Kind kind : RecordScan.Kind.values()) {
        RecordScan.Found whole = records(data, 0, Long.MAX_VALUE, kind);
        long rows = 0;
        boolean isWhole = whole.problem() == null;
        for (int from = 0; from < data.length && isWhole; from += SPLIT) {
          RecordScan.Found split = records(data, from, from + SPLIT, kind);
          isWhole = split.problem() == null;
          rows += split.rows();
        }
        if (isWhole && rows != whole.rows()) {
          throw new AssertionError(kind + ": " + rows + " records in splits, not " + whole.rows());
        }
        if (whole.problem() != null) {
          throw new BadTableException(whole.problem(0, 0));
        }
      }
    }

    @Override
    List<byte[]> seeds() {
      return List.of(
          bytes("id,smiles\n1,CCO\n2,\"a\"\"b\"\r\n\n3,\u00e4\n4,N\n"),
          bytes(ETHANOL + ">  <pIC50>\n7.1\n\n$$$$\n" + ETHANOL + "$$$$\n"));
    }
  },

  /** Measured values that a proxy is fitted to. */
  TARGETS(IllegalArgumentException.class) {
    @Override
    void read(byte[] data) {
      TargetTable.parse(text(data), "smiles", "t");
    }

    @Override
    List<byte[]> seeds() {
      return texts("id;Smiles;t\n1;CC;3.5\n2;C1CC;\n", "smiles,t\nCCO,1e3\n\"C\",-2\n");
    }
  },

  /** A zip of arrays, and an array within one. */
  NPZ(IllegalArgumentException.class) {
    @Override
    void read(byte[] data) throws IOException {
      each(() -> seh(data), () -> seh(npz(data)));
    }

    @Override
    List<byte[]> seeds() {
      byte[] array = Archives.npy("(1,)", 1);
      return List.of(npz(array), array, Archives.zip("unknown.npy", array));
    }

    private byte[] npz(byte[] data) {
      return Archives.zip("lin3.bias.npy", data);
    }
  },

  /** A packed pickle of arrays. */
  PICKLE(IllegalArgumentException.class) {
    @Override
    void read(byte[] data) {
      each(() -> seh(packed(data)), () -> seh(data));
    }

    @Override
    List<byte[]> seeds() {
      return List.of(Archives.pickledArrays());
    }
  },

  /** A packed pickle of lists of numbers. */
  FRAGMENT_TABLE(IllegalArgumentException.class) {
    @Override
    void read(byte[] data) {
      FragmentScores.read(temporary(packed(data)));
    }

    @Override
    List<byte[]> seeds() {
      return texts("(lp1\n(lp2\nF-1.5\naI98513984\naI2246728737\naa(lp3\nF0.25\naI7\naa.");
    }
  },

  /** A network in DL4J's format, and its parameters within one. */
  MODEL_ZIP(IllegalArgumentException.class) {
    @Override
    void read(byte[] data) {
      each(
          () -> ModelZip.read(new ByteArrayInputStream(data), 3, 6),
          () -> ModelZip.read(new ByteArrayInputStream(Archives.model(data)), 3, 6));
    }

    @Override
    List<byte[]> seeds() {
      byte[] array = Archives.nd4j(3);
      return List.of(Archives.model(array), array);
    }
  },

  /** Entries of a network and of a fitted network in a zip that is always one. */
  ZIP_ENTRIES(IllegalArgumentException.class) {
    @Override
    void read(byte[] data) {
      byte[] zip = Archives.entries(data);
      each(
          () -> ModelZip.read(new ByteArrayInputStream(zip), 3, 6),
          () -> ProxyFile.read(new ByteArrayInputStream(zip), "fuzzed"));
    }

    @Override
    List<byte[]> seeds() {
      byte[] network = Archives.script(network(64 * 3 + 3 + 3 * 2 + 2 + 2 + 1, 0));
      return List.of(
          Archives.script(network(3, 6)),
          Archives.script(new TreeMap<>(Map.of(3, bytes(Archives.PROXY_JSON), 130, network))));
    }

    private Map<Integer, byte[]> network(int numParameters, int numMoments) {
      Map<Integer, byte[]> entries = new TreeMap<>();
      entries.put(0, bytes("{}"));
      entries.put(7, Archives.nd4j(numParameters));
      if (numMoments > 0) {
        entries.put(8, Archives.nd4j(numMoments));
      }
      return entries;
    }
  },

  /** A fitted network as a reward, and its description. */
  PROXY(IllegalArgumentException.class) {
    @Override
    void read(byte[] data) {
      each(
          () -> ProxyFile.read(new ByteArrayInputStream(data), "fuzzed"),
          () -> ProxyManifest.parse(data));
    }

    @Override
    List<byte[]> seeds() {
      return List.of(
          bytes(Archives.PROXY_JSON), Archives.zip("proxy.json", bytes(Archives.PROXY_JSON)));
    }
  },

  /** The list of a checkpoint's files. */
  MANIFEST(IllegalArgumentException.class) {
    @Override
    void read(byte[] data) {
      Checkpoints.withManifest(data);
    }

    @Override
    List<byte[]> seeds() {
      return List.of(
          Checkpoints.manifest(),
          bytes("{\"format\": 1, \"files\": {\"model.zip\": {\"bytes\": 4, \"sha256\": \"00\"}}}"));
    }
  },

  /** A checkpoint's own notes, behind a manifest that fits them. */
  CHECKPOINT(IllegalArgumentException.class) {
    @Override
    void read(byte[] data) {
      each(() -> Checkpoints.withNotes(data), () -> Checkpoints.withSection(data));
    }

    @Override
    List<byte[]> seeds() {
      return List.of(Checkpoints.notes(), new byte[] {0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9});
    }
  };

  private static final int SPLIT = 11;

  private static final String ETHANOL =
      """
      ethanol
        hand

        3  2  0  0  0  0  0  0  0  0999 V2000
          0.0000    0.0000    0.0000 C   0  0
          1.5000    0.0000    0.0000 C   0  0
          2.2000    1.2000    0.0000 O   0  5
        1  2  1  0
        2  3  1  0
      M  CHG  1   3  -1
      M  END
      """;

  private static final int LONGEST_MESSAGE = 2000;

  private final Class<? extends RuntimeException> refusal;

  Parser(Class<? extends RuntimeException> refusal) {
    this.refusal = refusal;
  }

  /** How many inputs of others one of this takes the time of. */
  int cost() {
    return switch (this) {
      case HOCON, COMMAND_LINE, MANIFEST, CHECKPOINT -> 5;
      default -> 1;
    };
  }

  /** Reads some bytes; any exception but the refusal is a fault. */
  abstract void read(byte[] data) throws IOException;

  /** Inputs to begin with, most of them good. */
  abstract List<byte[]> seeds();

  /**
   * Whether the parser takes some bytes; fails if it refuses them without saying why in a line.
   *
   * @throws AssertionError if it ends in anything else
   */
  boolean accepts(byte[] data) {
    try {
      read(data);
      return true;
    } catch (RuntimeException e) {
      if (!refusal.isInstance(e)) {
        throw new AssertionError(this + " ended in " + e, e);
      }
      String message = String.valueOf(e.getMessage());
      if (message.isBlank() || message.equals("null") || isTooLong(message)) {
        throw new AssertionError(this + " says '" + message + "'", e);
      }
      return false;
    } catch (IOException e) {
      throw new AssertionError(this + " ended in " + e, e);
    }
  }

  /** What a command line repeats of itself is cut off where it is printed. */
  private boolean isTooLong(String message) {
    return this != COMMAND_LINE && message.length() > LONGEST_MESSAGE;
  }

  private static String text(byte[] data) {
    return new String(data, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<byte[]> texts(String... texts) {
    return List.of(texts).stream().map(Parser::bytes).toList();
  }

  private static List<String> lines(byte[] data) {
    return text(data).lines().limit(100).toList();
  }

  private static byte[] file(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Weights, or some of their arrays: a file with all of them would be too long to mutate. */
  private static void seh(byte[] data) {
    try {
      SehWeights.parse("fuzzed", data);
    } catch (IllegalArgumentException e) {
      if (!e.getMessage().matches(".*(no array '|a list of 1 arrays).*")) {
        throw e;
      }
    }
  }

  private static RecordScan.Found records(byte[] data, long from, long to, RecordScan.Kind kind)
      throws IOException {
    int start = (int) RecordScan.readFrom(from);
    return RecordScan.of(
        new ByteArrayInputStream(data, start, data.length - start),
        from,
        to,
        new RecordScan.Layout(kind, new Dialect(',', '"'), 3),
        Sha256.start());
  }

  private static void drain(TableReader table) throws IOException {
    try (table) {
      while (table.next() != null) {
        // Only what it throws matters.
      }
    }
  }

  private static byte[] packed(byte[] data) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static Path temporary(byte[] content) {
    try {
      return Files.write(Checkpoints.directory().resolve("fuzzed"), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads in several ways; all must be survived, one is to accept. */
  void each(Runnable... readings) {
    RuntimeException refused = null;
    int accepted = 0;
    for (Runnable reading : readings) {
      try {
        reading.run();
        accepted++;
      } catch (RuntimeException e) {
        if (!refusal.isInstance(e)) {
          throw e;
        }
        refused = e;
      }
    }
    if (accepted == 0 && refused != null) {
      throw refused;
    }
  }
}
