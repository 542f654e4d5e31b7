package org.gflownet.spark.dl4j;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.util.ModelSerializer;
import org.gflownet.model.MlpSpec;
import org.gflownet.model.dl4j.ModelZip;
import org.gflownet.reward.chem.proxy.ProxyManifest;
import org.gflownet.reward.chem.proxy.ProxyModel;

/**
 * The file of a proxy: a zip of {@code proxy.json}, which describes it, and {@code network.zip}, a
 * network in DL4J's own format, which plain DL4J loads.
 *
 * <p>Files are untrusted: known entries of bounded size, no Java deserialisation (so none of DL4J's
 * normalizers), no class names, and the network's shape is the description's.
 */
public final class ProxyFile {
  private static final String MANIFEST = "proxy.json";
  private static final String NETWORK = "network.zip";
  private static final int MAX_MANIFEST_BYTES = 1 << 20;

  /** Bytes of a network's file beside its parameters. */
  private static final int MAX_EXTRA_BYTES = 1 << 24;

  private ProxyFile() {}

  /**
   * What a file holds.
   *
   * @param manifest its description
   * @param model what scores molecules
   */
  public record Contents(ProxyManifest manifest, ProxyModel model) {}

  /**
   * Writes a proxy.
   *
   * @param out is left open
   * @param parameters of the network
   */
  public static void write(OutputStream out, ProxyManifest manifest, float[] parameters)
      throws IOException {
    ByteArrayOutputStream network = new ByteArrayOutputStream();
    ModelSerializer.writeModel(
        ProxyGraphs.of(manifest.network(), parameters, 0, 0), network, false);
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.putNextEntry(new ZipEntry(MANIFEST));
    zip.write(manifest.toJson());
    zip.putNextEntry(new ZipEntry(NETWORK));
    network.writeTo(zip);
    zip.finish();
  }

  /**
   * Reads a proxy from a file.
   *
   * @throws IllegalArgumentException in one line that names the file, if there is none or it is not
   *     a proxy
   */
  public static Contents read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    } catch (java.nio.file.NoSuchFileException e) {
      throw new IllegalArgumentException(
          "proxy " + file + " does not exist; train-proxy makes one", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("proxy " + file + " cannot be read: " + reason(e), e);
    }
  }

  /**
   * Reads a proxy.
   *
   * @param in is read as far as needed and left open
   * @param name for messages
   * @throws IllegalArgumentException in one line, if it is not a proxy
   */
  public static Contents read(InputStream in, String name) {
    try (ZipInputStream zip = new ZipInputStream(ModelZip.leftOpen(in))) {
      return parse(zip);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("proxy " + name + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("proxy " + name + " is damaged: " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static Contents parse(ZipInputStream zip) throws IOException {
    byte[] description = next(zip, MANIFEST, MAX_MANIFEST_BYTES);
    ProxyManifest manifest = ProxyManifest.parse(description);
    byte[] network = next(zip, NETWORK, maxNetworkBytes(manifest.network()));
    ZipEntry more = zip.getNextEntry();
    if (more != null) {
      throw new IllegalArgumentException(
          "it has an entry '" + printable(more.getName()) + "' that proxies do not have");
    }
    float[] parameters =
        ModelZip.read(new ByteArrayInputStream(network), manifest.network(), 0).parameters();
    return new Contents(
        manifest,
        new ProxyModel(
            manifest.fingerprint(),
            manifest.network(),
            manifest.mean(),
            manifest.sd(),
            parameters));
  }

  private static int maxNetworkBytes(MlpSpec network) {
    return Math.addExact(Math.multiplyExact(Float.BYTES, network.numParameters()), MAX_EXTRA_BYTES);
  }

  private static byte[] next(ZipInputStream zip, String name, int maxBytes) throws IOException {
    ZipEntry entry = zip.getNextEntry();
    if (entry == null) {
      throw new IllegalArgumentException("it is not a zip with " + name + " in it");
    }
    if (!entry.getName().equals(name)) {
      throw new IllegalArgumentException(
          "it has '" + printable(entry.getName()) + "' where a proxy has " + name);
    }
    byte[] bytes = zip.readNBytes(maxBytes);
    if (zip.read() >= 0) {
      throw new IllegalArgumentException(name + " in it is longer than " + maxBytes + " bytes");
    }
    return bytes;
  }

  private static String printable(String name) {
    return name.substring(0, Math.min(name.length(), 60)).replaceAll("[^ -~]", "?");
  }
}
