package org.gflownet.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * As much of an MLflow server as a run that logs asks for, by the description of its REST interface
 * 2.0: one experiment, one run.
 */
public final class MlflowServer implements AutoCloseable {
  private static final String BASE = "/api/2.0/mlflow/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Map<String, List<JsonNode>> asked = new LinkedHashMap<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private boolean hasExperiment;
  private boolean hasRun;

  /** Starts to listen on a port of this machine. */
  public MlflowServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(BASE, this::answer);
    server.start();
  }

  /** What to set as {@code report.mlflow.tracking-uri}. */
  public String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Bodies of the requests to an end point such as {@code runs/create}, in order. */
  public synchronized List<JsonNode> asked(String endPoint) {
    return List.copyOf(asked.getOrDefault(endPoint, List.of()));
  }

  /** The header {@code Authorization} of all requests that have one. */
  public List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  /** All entries of a list that the batches have: metrics, params or tags. */
  public List<JsonNode> logged(String list) {
    List<JsonNode> all = new ArrayList<>();
    asked("runs/log-batch").forEach(batch -> batch.path(list).forEach(all::add));
    return all;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String endPoint = exchange.getRequestURI().getPath().substring(BASE.length());
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    List<String> authorization = exchange.getRequestHeaders().get("Authorization");
    if (authorization != null) {
      authorizations.addAll(authorization);
    }
    String answer = answer(endPoint, body);
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.contains("error_code") ? 404 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private synchronized String answer(String endPoint, String body) throws IOException {
    asked
        .computeIfAbsent(endPoint, key -> new ArrayList<>())
        .add(JSON.readTree(body.isEmpty() ? "{}" : body));
    String missing = "{\"error_code\": \"RESOURCE_DOES_NOT_EXIST\", \"message\": \"none\"}";
    return switch (endPoint) {
      case "experiments/get-by-name" ->
          hasExperiment ? "{\"experiment\": {\"experiment_id\": \"7\"}}" : missing;
      case "experiments/create" -> {
        hasExperiment = true;
        yield "{\"experiment_id\": \"7\"}";
      }
      case "runs/create" -> {
        hasRun = true;
        yield run();
      }
      case "runs/get" -> hasRun ? run() : missing;
      case "runs/log-batch", "runs/update" -> "{}";
      default -> missing;
    };
  }

  private String run() {
    Map<String, Object> data =
        Map.of("metrics", logged("metrics"), "params", logged("params"), "tags", logged("tags"));
    Map<String, Object> info = Map.of("run_id", "r1", "run_uuid", "r1", "experiment_id", "7");
    return JSON.valueToTree(Map.of("run", Map.of("info", info, "data", data))).toString();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
