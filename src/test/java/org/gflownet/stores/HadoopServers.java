package org.gflownet.stores;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gflownet.testing.Eventually;

/** HDFS, and YARN on it, as processes of this machine: one of each daemon. */
final class HadoopServers implements AutoCloseable {
  private static final String NAME_NODE_AND_DATA_NODE =
      "org.apache.hadoop.mapreduce.MiniHadoopClusterManager";

  /** Written by it once it is up. */
  private static final String DETAILS = "details.json";

  private static final String YARN = "org.apache.hadoop.yarn.server.";

  private final Path directory;
  private final List<String> classPath;
  private final int nameNodePort;
  private final Server hdfs;
  private Server resourceManager;
  private Server nodeManager;

  private HadoopServers(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    Path spark = Path.of(System.getProperty("gflownet.spark.home")).toAbsolutePath();
    this.classPath =
        List.of(
            directory.resolve("conf").toString(),
            Server.jars("hadoop") + "/*",
            spark.resolve("jars") + "/*");
    this.nameNodePort = Server.freePort();
    Files.createDirectories(directory.resolve("conf"));
    this.hdfs =
        Server.start(
            directory,
            classPath,
            NAME_NODE_AND_DATA_NODE,
            "-nomr",
            "-format",
            "-nnport",
            Integer.toString(nameNodePort),
            "-nnhttpport",
            Integer.toString(Server.freePort()),
            "-writeDetails",
            directory.resolve(DETAILS).toString(),
            "-D",
            "hadoop.tmp.dir=" + directory.resolve("hdfs"),
            "-D",
            "dfs.replication=1");
  }

  /** An HDFS that answers. */
  static HadoopServers hdfs(Path directory) throws IOException {
    HadoopServers servers = new HadoopServers(directory);
    servers.hdfs.awaitPort(servers.nameNodePort);
    Eventually.until(
        "a data node",
        Duration.ofMinutes(2),
        () -> Files.exists(servers.directory.resolve(DETAILS)));
    return servers;
  }

  /** Where HDFS is. */
  String hdfs() {
    return "hdfs://localhost:" + nameNodePort;
  }

  /** {@code HADOOP_CONF_DIR}. */
  Path conf() {
    return directory.resolve("conf");
  }

  /** Starts a resource manager and a node manager, and waits for both. */
  void startYarn() throws IOException {
    int web = Server.freePort();
    int clients = Server.freePort();
    Map<String, String> yarn = new TreeMap<>();
    yarn.put("yarn.resourcemanager.hostname", "localhost");
    yarn.put("yarn.resourcemanager.address", "localhost:" + clients);
    for (String service : List.of("scheduler", "resource-tracker", "admin")) {
      yarn.put("yarn.resourcemanager." + service + ".address", "localhost:" + Server.freePort());
    }
    yarn.put("yarn.resourcemanager.webapp.address", "localhost:" + web);
    yarn.put(
        "yarn.resourcemanager.scheduler.class",
        YARN + "resourcemanager.scheduler.fifo.FifoScheduler");
    yarn.put("yarn.scheduler.minimum-allocation-mb", "256");
    yarn.put("yarn.nodemanager.address", "localhost:" + Server.freePort());
    yarn.put("yarn.nodemanager.localizer.address", "localhost:" + Server.freePort());
    yarn.put("yarn.nodemanager.webapp.address", "localhost:" + Server.freePort());
    yarn.put("yarn.nodemanager.local-dirs", directory.resolve("local").toString());
    yarn.put("yarn.nodemanager.log-dirs", directory.resolve("logs").toString());
    yarn.put("yarn.nodemanager.resource.memory-mb", "8192");
    yarn.put("yarn.nodemanager.resource.cpu-vcores", "8");
    yarn.put("yarn.nodemanager.vmem-check-enabled", "false");
    yarn.put("yarn.nodemanager.pmem-check-enabled", "false");
    // A full disk of the machine that builds is not what is tried here.
    yarn.put("yarn.nodemanager.disk-health-checker.enable", "false");
    write("yarn-site.xml", yarn);
    write(
        "core-site.xml",
        Map.of("fs.defaultFS", hdfs(), "hadoop.tmp.dir", directory.resolve("yarn").toString()));
    resourceManager = Server.start(directory, classPath, YARN + "resourcemanager.ResourceManager");
    nodeManager = Server.start(directory, classPath, YARN + "nodemanager.NodeManager");
    resourceManager.awaitPort(clients);
    Eventually.until("a node of YARN", Duration.ofMinutes(2), () -> hasNode(web));
  }

  private static boolean hasNode(int port) {
    URI nodes = URI.create("http://localhost:" + port + "/ws/v1/cluster/nodes");
    try {
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(nodes).build(), HttpResponse.BodyHandlers.ofString())
          .body()
          .contains("\"RUNNING\"");
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void write(String file, Map<String, String> settings) throws IOException {
    StringBuilder xml = new StringBuilder("<configuration>\n");
    settings.forEach(
        (name, value) ->
            xml.append(
                "<property><name>" + name + "</name><value>" + value + "</value></property>\n"));
    Files.writeString(conf().resolve(file), xml.append("</configuration>\n"));
  }

  @Override
  public void close() {
    for (Server server : new Server[] {nodeManager, resourceManager, hdfs}) {
      if (server != null) {
        server.close();
      }
    }
  }
}
