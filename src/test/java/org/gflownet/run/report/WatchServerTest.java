package org.gflownet.run.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.gflownet.config.ConfigLoader;
import org.gflownet.run.PlainJson;
import org.gflownet.run.UserException;
import org.gflownet.run.folder.MetricsLog;
import org.gflownet.run.folder.RunFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchServerTest {
  @TempDir private Path directory;
  private RunFolder folder;
  private WatchServer server;

  @BeforeEach
  void start() {
    folder = RunFolder.at(directory.resolve("a run").toString());
    folder.directory().create();
    String config = ConfigLoader.parse("env.height = 5", "a test").render();
    folder.directory().replaceText(RunFolder.CONFIG, config);
    folder.directory().replaceText(MetricsLog.NAME, "{\"step\": 10, \"loss\": 0.5}\n");
    server = WatchServer.start(folder, 0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + path)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void servesThePageOfTheRun() throws IOException, InterruptedException {
    HttpResponse<String> page = get("");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(page.body()).contains("<title>a run", "\"live\":true");
  }

  @Test
  void servesWhatIsNewEachTime() throws IOException, InterruptedException {
    JsonNode before = PlainJson.read(get("data.json").body()).orElseThrow();
    assertThat(before.at("/runs/0/metrics")).hasSize(1);
    assertThat(before.at("/runs/0/settings/problem").asText()).contains("hypergrid 5^2");
    folder.directory().replaceText(MetricsLog.NAME, "{\"step\": 10}\n{\"step\": 20}\n");
    JsonNode after = PlainJson.read(get("data.json").body()).orElseThrow();
    assertThat(after.at("/runs/0/metrics/1/step").asInt()).isEqualTo(20);
  }

  @Test
  void hasNothingElse() throws IOException, InterruptedException {
    assertThat(get("config.resolved.conf").statusCode()).isEqualTo(404);
    assertThat(get("%2e%2e/etc/passwd").statusCode()).isEqualTo(404);
  }

  @Test
  void refusesAnotherHostsName() throws IOException {
    URI address = URI.create(server.url());
    try (Socket socket = new Socket(address.getHost(), address.getPort());
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream()) {
      String request = "GET /data.json HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 403").doesNotContain("metrics");
    }
  }

  @Test
  void aTakenPortIsToldInOneLine() {
    int port = URI.create(server.url()).getPort();
    assertThatThrownBy(() -> WatchServer.start(folder, port))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("127.0.0.1:" + port);
  }
}
