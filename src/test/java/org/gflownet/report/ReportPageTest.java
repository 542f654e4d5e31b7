package org.gflownet.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  private static final String HOSTILE =
      "</script><script>alert(1)</script><img src=x onerror=alert(2)>&amp;{{css}}\u2028'\"";

  private static final Pattern DATA =
      Pattern.compile(
          "<script type=\"application/json\" id=\"report-data\">(.*?)</script>", Pattern.DOTALL);

  private static String page() {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put(HOSTILE, HOSTILE);
    return ReportPage.html(HOSTILE, data);
  }

  @Test
  void dataComeBackAsTheyWereAndEndNoElement() throws IOException {
    Matcher data = DATA.matcher(page());
    assertThat(data.find()).isTrue();
    String json = data.group(1);
    assertThat(json).doesNotContain("<", ">", "&", "\u2028");
    assertThat(new ObjectMapper().readTree(json).get(HOSTILE).asText()).isEqualTo(HOSTILE);
    assertThat(data.find()).isFalse();
  }

  @Test
  void titleIsText() {
    assertThat(page())
        .contains("<title>&lt;/script&gt;&lt;script&gt;alert(1)")
        .doesNotContain("<script>alert", "<img src=x");
  }

  @Test
  void asksTheNetworkForNothing() {
    String page = page();
    assertThat(page).contains("default-src 'none'", "connect-src 'self'");
    String own =
        page.substring(0, page.indexOf("<script>")) + page.substring(page.lastIndexOf("<script>"));
    assertThat(own)
        .doesNotContainPattern("(src|href)=[\"']?(https?:)?//")
        .doesNotContain("@import", "url(");
    assertThat(page.length()).isLessThan(1_200_000);
  }
}
