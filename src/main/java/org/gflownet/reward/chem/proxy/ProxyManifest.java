package org.gflownet.reward.chem.proxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.gflownet.math.RegressionFigures;
import org.gflownet.model.Activation;
import org.gflownet.model.MlpSpec;

/**
 * The description in a proxy's file, JSON: all of a {@link ProxyModel} but its parameters, and its
 * {@link ProxyRecord}.
 *
 * @param fingerprint what the network reads
 * @param network its shape
 * @param mean of the target
 * @param sd of the target
 * @param origin where it comes from
 */
public record ProxyManifest(
    FingerprintSpec fingerprint, MlpSpec network, double mean, double sd, ProxyRecord origin) {
  /** What a file says that it is. */
  public static final String KIND = "gflownet-proxy";

  /** Version of the format; raised when a reader of the old one could not read the new. */
  public static final int VERSION = 1;

  /** Most parameters of a network: 256 MiB of them. */
  private static final long MAX_PARAMETERS = 1L << 26;

  private static final int MAX_LAYERS = 100;
  private static final int MAX_TEXT = 1000;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The description as JSON in UTF-8. */
  public byte[] toJson() {
    ObjectNode root = JSON.createObjectNode();
    root.put("kind", KIND).put("version", VERSION).put("target", origin.target());
    root.put("mean", mean).put("sd", sd);
    root.putObject("fingerprint")
        .put("kind", lower(fingerprint.kind()))
        .put("radius", fingerprint.radius())
        .put("bits", fingerprint.bits())
        .put("counts", fingerprint.counts());
    ObjectNode net = root.putObject("network").put("activation", lower(network.activation()));
    network.hidden().forEach(net.putArray("hidden")::add);
    RegressionFigures figures = origin.heldOut();
    ObjectNode heldOut =
        root.putObject("held-out")
            .put("molecules", figures.count())
            .put("mse", figures.mse())
            .put("constant-mse", origin.constantMse());
    put(heldOut, "r2", figures.r2());
    put(heldOut, "spearman", figures.spearman());
    root.putObject("data")
        .put("name", origin.dataName())
        .put("sha256", origin.dataDigest())
        .put("trained", origin.trained())
        .put("validated", origin.validated())
        .put("split", lower(origin.split()));
    root.put("seed", origin.seed());
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void put(ObjectNode node, String name, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(name, value.getAsDouble());
    } else {
      node.putNull(name);
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads a description.
   *
   * @throws IllegalArgumentException in one line, if it is not one
   */
  public static ProxyManifest parse(byte[] json) {
    Fields root = new Fields("", tree(json));
    String kind = root.text("kind");
    if (!kind.equals(KIND)) {
      throw new IllegalArgumentException("its kind is '" + kind + "', not " + KIND);
    }
    int version = root.whole("version", 1, Integer.MAX_VALUE);
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "its version is " + version + ", this program reads " + VERSION + " only");
    }
    FingerprintSpec fingerprint = fingerprint(root.section("fingerprint"));
    return new ProxyManifest(
        fingerprint,
        network(root.section("network"), fingerprint.bits()),
        root.number("mean"),
        root.number("sd"),
        origin(root));
  }

  private static JsonNode tree(byte[] json) {
    try {
      JsonNode tree = JSON.readTree(json);
      if (tree != null && tree.isObject()) {
        return tree;
      }
      throw new IllegalArgumentException("its description is not a JSON object");
    } catch (IOException e) {
      throw new IllegalArgumentException("its description is not JSON", e);
    }
  }

  private static FingerprintSpec fingerprint(Fields fields) {
    return new FingerprintSpec(
        fields.choice("kind", FingerprintSpec.Kind.values()),
        fields.whole("radius", 0, FingerprintSpec.MAX_RADIUS),
        fields.whole("bits", FingerprintSpec.MIN_BITS, FingerprintSpec.MAX_BITS),
        fields.flag("counts"));
  }

  private static MlpSpec network(Fields fields, int numFeatures) {
    List<Integer> hidden = fields.wholes("hidden", MAX_LAYERS, 1, 1 << 16);
    long total = 0;
    long in = numFeatures;
    for (int width : hidden) {
      total += (in + 1) * width;
      in = width;
    }
    if (total > MAX_PARAMETERS) {
      throw new IllegalArgumentException(
          "its network has " + total + " parameters, at most " + MAX_PARAMETERS + " are read");
    }
    return new MlpSpec(numFeatures, hidden, 1, fields.choice("activation", Activation.values()));
  }

  private static ProxyRecord origin(Fields root) {
    Fields heldOut = root.section("held-out");
    Fields data = root.section("data");
    RegressionFigures figures =
        new RegressionFigures(
            heldOut.whole("molecules", 0, Integer.MAX_VALUE),
            heldOut.number("mse"),
            heldOut.optional("r2"),
            heldOut.optional("spearman"));
    return new ProxyRecord(
        root.text("target"),
        data.text("name"),
        data.text("sha256"),
        root.longWhole("seed"),
        data.choice("split", DataSplit.Kind.values()),
        data.whole("trained", 1, Integer.MAX_VALUE),
        data.whole("validated", 0, Integer.MAX_VALUE),
        figures,
        heldOut.number("constant-mse"));
  }

  /** Members of a JSON object, checked. */
  private record Fields(String path, JsonNode node) {
    private IllegalArgumentException wrong(String name, String expected) {
      return new IllegalArgumentException(
          "its description has no good '" + path + name + "': " + expected + " is expected");
    }

    Fields section(String name) {
      JsonNode section = node.path(name);
      if (!section.isObject()) {
        throw wrong(name, "an object");
      }
      return new Fields(path + name + ".", section);
    }

    String text(String name) {
      JsonNode value = node.path(name);
      if (!value.isTextual() || value.textValue().length() > MAX_TEXT) {
        throw wrong(name, "a text of at most " + MAX_TEXT + " characters");
      }
      return value.textValue().replaceAll("\\p{Cntrl}", "?");
    }

    int whole(String name, int min, int max) {
      return whole(name, node.path(name), min, max);
    }

    private int whole(String name, JsonNode value, int min, int max) {
      if (!value.isIntegralNumber()
          || !value.canConvertToInt()
          || value.intValue() < min
          || value.intValue() > max) {
        throw wrong(name, "a whole number from " + min + " to " + max);
      }
      return value.intValue();
    }

    long longWhole(String name) {
      JsonNode value = node.path(name);
      if (!value.isIntegralNumber() || !value.canConvertToLong()) {
        throw wrong(name, "a whole number of 64 bits");
      }
      return value.longValue();
    }

    List<Integer> wholes(String name, int maxSize, int min, int max) {
      JsonNode list = node.path(name);
      if (!list.isArray() || list.isEmpty() || list.size() > maxSize) {
        throw wrong(name, "a list of 1 to " + maxSize + " numbers");
      }
      List<Integer> numbers = new ArrayList<>();
      list.forEach(element -> numbers.add(whole(name, element, min, max)));
      return numbers;
    }

    double number(String name) {
      JsonNode value = node.path(name);
      if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
        throw wrong(name, "a finite number");
      }
      return value.doubleValue();
    }

    OptionalDouble optional(String name) {
      return node.path(name).isNull() ? OptionalDouble.empty() : OptionalDouble.of(number(name));
    }

    boolean flag(String name) {
      if (!node.path(name).isBoolean()) {
        throw wrong(name, "true or false");
      }
      return node.path(name).booleanValue();
    }

    <E extends Enum<E>> E choice(String name, E[] values) {
      String text = text(name);
      List<String> known = new ArrayList<>();
      for (E value : values) {
        if (lower(value).equals(text)) {
          return value;
        }
        known.add(lower(value));
      }
      throw wrong(name, "one of " + String.join(", ", known) + ", not '" + text + "',");
    }
  }
}
