package org.gflownet.run.report;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.gflownet.run.PlainJson;
import org.gflownet.run.UserException;
import org.gflownet.run.folder.RunFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the report of a run while it goes on, on the loopback address alone: {@code /} is the page
 * and {@code /data.json} what it draws, which the page asks for every two seconds.
 *
 * <p>Requests under another host's name are refused, so that no web page elsewhere can read a run
 * through the user's browser.
 */
public final class WatchServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WatchServer.class);

  private final RunFolder folder;
  private final HttpServer server;
  private final ExecutorService thread;

  private WatchServer(RunFolder folder, HttpServer server) {
    this.folder = folder;
    this.server = server;
    this.thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread daemon = new Thread(work, "watch");
              daemon.setDaemon(true);
              return daemon;
            });
  }

  /**
   * Starts serving.
   *
   * @param port 0 for any free one
   * @throws UserException if the port is taken
   */
  public static WatchServer start(RunFolder folder, int port) {
    try {
      InetAddress loopback = InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
      HttpServer server = HttpServer.create(new InetSocketAddress(loopback, port), 0);
      WatchServer watch = new WatchServer(folder, server);
      server.createContext("/", watch::handle);
      server.setExecutor(watch.thread);
      server.start();
      return watch;
    } catch (IOException e) {
      throw new UserException(
          "--watch: cannot listen on 127.0.0.1:" + port + ": " + e.getMessage());
    }
  }

  /** Where the page is. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (!isLocalName(exchange.getRequestHeaders().getFirst("Host"))) {
        answer(exchange, 403, "text/plain", "refused: not asked for as 127.0.0.1 or localhost\n");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        answer(exchange, 405, "text/plain", "only GET\n");
      } else if (path.equals("/")) {
        answer(exchange, 200, "text/html", RunReport.html(RunReport.data(List.of(folder), true)));
      } else if (path.equals("/data.json")) {
        String json = PlainJson.text(RunReport.data(List.of(folder), true));
        answer(exchange, 200, "application/json", json);
      } else {
        answer(exchange, 404, "text/plain", "there are / and /data.json\n");
      }
    } catch (RuntimeException e) {
      LOG.warn("cannot show the run: {}", e.getMessage());
      answer(exchange, 503, "text/plain", "the run cannot be read now\n");
    }
  }

  private boolean isLocalName(String host) {
    int port = server.getAddress().getPort();
    return host != null && Set.of("127.0.0.1:" + port, "localhost:" + port).contains(host);
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdownNow();
  }
}
