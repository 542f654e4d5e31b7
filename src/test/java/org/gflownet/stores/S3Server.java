package org.gflownet.stores;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hadoop.conf.Configuration;
import org.gflownet.spark.store.StoreDefaults;

/** S3Proxy, which keeps objects in its memory, asks for signatures, and knows one user. */
final class S3Server implements AutoCloseable {
  private static final String USER = "gflownet";
  private static final String SECRET = "of-this-test";

  private final Path directory;
  private final Server server;
  private final String endpoint;

  private S3Server(Path directory, Server server, String endpoint) {
    this.directory = directory;
    this.server = server;
    this.endpoint = endpoint;
  }

  static S3Server start(Path directory) throws IOException {
    Files.createDirectories(directory);
    int port = Server.freePort();
    String endpoint = "http://127.0.0.1:" + port;
    Files.writeString(
        directory.resolve("server.properties"),
        """
        s3proxy.endpoint=%s
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=transient
        jclouds.identity=none
        jclouds.credential=none
        """
            .formatted(endpoint, USER, SECRET));
    Files.writeString(
        directory.resolve("logback.xml"), "<configuration><root level=\"off\"/></configuration>\n");
    Server server =
        Server.start(
            directory,
            List.of(directory.toString(), Server.jars("s3-server") + "/*"),
            "org.gaul.s3proxy.Main",
            "--properties",
            "server.properties");
    server.awaitPort(port);
    S3Server started = new S3Server(directory, server, endpoint);
    StringBuilder lines = new StringBuilder();
    started.settings().forEach((k, v) -> lines.append("spark.hadoop." + k + " " + v + "\n"));
    Files.writeString(started.properties(), lines);
    return started;
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("fs.s3a.endpoint", endpoint);
    settings.put("fs.s3a.access.key", USER);
    settings.put("fs.s3a.secret.key", SECRET);
    settings.put("fs.s3a.path.style.access", "true");
    settings.put("fs.s3a.connection.ssl.enabled", "false");
    return settings;
  }

  /** A file of these settings for spark-submit. */
  Path properties() {
    return directory.resolve("s3.properties");
  }

  /** Settings with which this JVM looks at the store, by a client that is not on its class path. */
  Configuration configuration() throws IOException {
    List<URL> jars = new ArrayList<>();
    for (String jar : Server.listed("s3a").split(",", -1)) {
      jars.add(Path.of(jar).toUri().toURL());
    }
    Configuration configuration = new Configuration();
    ClassLoader parent = S3Server.class.getClassLoader();
    configuration.setClassLoader(new URLClassLoader(jars.toArray(URL[]::new), parent));
    configuration.set("fs.s3a.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem");
    settings().forEach(configuration::set);
    return StoreDefaults.apply(configuration);
  }

  /** Creates a bucket, by a request with the older of the two kinds of signature. */
  void createBucket(String name) throws IOException, InterruptedException {
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneId.of("GMT")));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint + "/" + name))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .header("x-amz-date", date)
            .header("Authorization", "AWS " + USER + ":" + signature(date, name))
            .build();
    int status =
        HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.discarding())
            .statusCode();
    if (status != 200) {
      throw new IOException("no bucket " + name + ": status " + status);
    }
  }

  private static String signature(String date, String bucket) throws IOException {
    String text = "PUT\n\n\n\nx-amz-date:" + date + "\n/" + bucket;
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
