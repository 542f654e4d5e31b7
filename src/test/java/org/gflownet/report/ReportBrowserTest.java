package org.gflownet.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gflownet.testing.Browser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The page as Chromium shows it. The page stands in a frame of the wanted width, since windows
 * cannot be made narrow, and a probe that only this test puts into it tells the frame's owner what
 * it sees.
 */
class ReportBrowserTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Looks at the page when its scripts have run; errors are collected from its start. */
  private static final String EARS =
      "<script>window.problems = [];addEventListener('error', e => problems.push('error ' +"
          + " e.message));addEventListener('securitypolicyviolation', e =>"
          + " problems.push(e.violatedDirective + e.blockedURI));for (const k of ['error', 'warn'])"
          + " console[k] = (...a) => problems.push(k + ' ' + a.join(' '));window.alert = text =>"
          + " problems.push('alert ' + text);</script>";

  private static final String EYES =
      "<script>setTimeout(() => {const inked = c => { const d = c.getContext('2d').getImageData(0,"
          + " 0, c.width, c.height).data; let n = 0; for (let i = 3; i < d.length; i += 4) n +="
          + " d[i] > 0 ? 1 : 0; return n; };const plots ="
          + " [...document.querySelectorAll('.plot')].map(p => ({ title:"
          + " p.getAttribute('aria-label'), points:"
          + " echarts.getInstanceByDom(p).getOption().series.reduce((n, s) => n + s.data.length,"
          + " 0), ink: [...p.querySelectorAll('canvas')].reduce((n, c) => n + inked(c), 0)"
          + " }));const images = [...document.images];images.forEach(i => { i.loading = 'eager';"
          + " });Promise.all(images.map(i => i.decode().then(() => 1, () => 0))).then(drawn =>"
          + " parent.postMessage({ problems: problems, plots: plots, width: innerWidth, overflow:"
          + " document.documentElement.scrollWidth - innerWidth, background:"
          + " getComputedStyle(document.body).backgroundColor, images: images.length, drawn:"
          + " drawn.reduce((a, b) => a + b, 0), sections: [...document.querySelectorAll('main >"
          + " section')].map(s => s.id), html: document.querySelectorAll('main script, main iframe,"
          + " main [onerror]').length, text: document.body.innerText }, '*')); }, 1500);</script>";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @BeforeEach
  void needsABrowser() {
    Browser.require();
  }

  private static JsonNode example() throws IOException {
    try (InputStream in = ReportBrowserTest.class.getResourceAsStream("report-example.json")) {
      return JSON.readTree(in);
    }
  }

  private JsonNode look(JsonNode data, boolean dark, int width)
      throws IOException, InterruptedException {
    StringBuilder html = new StringBuilder(ReportPage.html("report", data));
    html.insert(html.lastIndexOf("</body>"), EYES);
    html.insert(html.indexOf("<meta name=\"viewport\""), EARS);
    Files.writeString(directory.resolve("report.html"), html);
    Path owner = directory.resolve("owner.html");
    Files.writeString(
        owner,
        "<!DOCTYPE html><iframe src=\"report.html\" style=\"border:0;height:6000px;width:"
            + width
            + "px\"></iframe><pre id=\"seen\"></pre><script>addEventListener('message', e => {"
            + " document.getElementById('seen').textContent ="
            + " encodeURIComponent(JSON.stringify(e.data)); });</script>");
    Browser.Output output = new Browser(directory).open(owner, dark, 1500, 6100);
    Matcher seen = Pattern.compile("<pre id=\"seen\">([^<]+)</pre>").matcher(output.dom());
    assertThat(seen.find()).as("the probe answers; %s", output.log()).isTrue();
    assertThat(output.log()).doesNotContain("CONSOLE");
    return JSON.readTree(
        java.net.URLDecoder.decode(
            seen.group(1).replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8));
  }

  @ParameterizedTest(name = "dark {0}, {1} px")
  @CsvSource({"false,400", "true,400", "false,1400", "true,1400"})
  void showsEverythingWithoutErrorsOrOverflow(boolean dark, int width)
      throws IOException, InterruptedException {
    JsonNode seen = look(example(), dark, width);
    assertThat(seen.at("/problems").toString()).isEqualTo("[]");
    assertThat(seen.at("/width").asInt()).isEqualTo(width);
    assertThat(seen.at("/overflow").asInt()).isZero();
    assertThat(seen.at("/background").asText())
        .isEqualTo(dark ? "rgb(15, 20, 26)" : "rgb(246, 247, 249)");
    assertThat(seen.at("/sections").toString())
        .isEqualTo(
            "[\"overview\",\"learning\",\"distribution\",\"growth\",\"molecules\",\"trajectories\""
                + ",\"time\",\"provenance\"]");
    assertThat(seen.at("/plots").size()).isGreaterThan(15);
    for (JsonNode plot : seen.at("/plots")) {
      assertThat(plot.at("/points").asInt()).as(plot.toString()).isPositive();
      assertThat(plot.at("/ink").asInt()).as(plot.toString()).isGreaterThan(500);
    }
    assertThat(seen.at("/images").asInt()).isGreaterThan(3);
    assertThat(seen.at("/drawn").asInt()).isEqualTo(seen.at("/images").asInt());
    assertThat(seen.at("/text").asText())
        .contains("At equal numbers of molecules", "GFlowNet (a paper)", "8.36")
        .contains("file sha256 env.vocabulary")
        .contains("0a1b2c")
        .doesNotContain("[object");
  }

  @Test
  void textOfARunStaysText() throws IOException, InterruptedException {
    String hostile = "</script><img src=x onerror=alert(1)><script>alert(2)</script>";
    String text = JSON.writeValueAsString(example());
    String escaped = JSON.writeValueAsString(hostile);
    String everywhere =
        text.replace("\"first\"", escaped)
            .replace("\"CCO\"", escaped)
            .replace("\"raw\"", escaped)
            .replace("\"At equal numbers of molecules\"", escaped)
            .replace("\"a note\"", escaped)
            .replace("\"x0\"", escaped);
    assertThat(everywhere).isNotEqualTo(text);
    JsonNode seen = look(JSON.readTree(everywhere), false, 1400);
    assertThat(seen.at("/problems").toString()).isEqualTo("[]");
    assertThat(seen.at("/html").asInt()).isZero();
    assertThat(seen.at("/text").asText()).contains(hostile);
  }
}
