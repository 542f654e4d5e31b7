package org.gflownet.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The report of one or more runs as one HTML file that needs nothing else: style, script, Apache
 * ECharts and the data are all in it.
 *
 * <p>The data come from runs and are not trusted. They go into the page as JSON in which nothing
 * can end the element that holds it, and the script writes them as text, never as HTML.
 */
public final class ReportPage {
  private static final String CHARTS = "/META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReportPage() {}

  /**
   * The page.
   *
   * @param title of the window
   * @param data what {@code report.js} draws: an object with the runs
   */
  public static String html(String title, JsonNode data) {
    StringBuilder page = new StringBuilder(2 << 20);
    String template = resource("page.html");
    int from = 0;
    for (int open = template.indexOf("{{"); open >= 0; open = template.indexOf("{{", from)) {
      int close = template.indexOf("}}", open);
      page.append(template, from, open);
      page.append(part(template.substring(open + 2, close), title, data));
      from = close + 2;
    }
    return page.append(template, from, template.length()).toString();
  }

  private static String part(String name, String title, JsonNode data) {
    return switch (name) {
      case "title" -> escapedHtml(title);
      case "css" -> resource("report.css");
      case "charts" -> resource(CHARTS);
      case "script" -> resource("report.js");
      case "data" -> escapedJson(data);
      default -> throw new IllegalStateException("the template asks for " + name);
    };
  }

  /** JSON that holds no character with a meaning in HTML; they can only stand within strings. */
  static String escapedJson(JsonNode data) {
    try {
      return JSON.writeValueAsString(data)
          .replace("<", "\\u003c")
          .replace(">", "\\u003e")
          .replace("&", "\\u0026")
          .replace("\u2028", "\\u2028")
          .replace("\u2029", "\\u2029");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree cannot be written as JSON", e);
    }
  }

  /** Text as it may stand in an element. */
  static String escapedHtml(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the application jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
