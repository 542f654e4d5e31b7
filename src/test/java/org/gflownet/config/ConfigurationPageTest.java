package org.gflownet.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page of settings is that of reference.conf. */
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("docs", "configuration.md");

  @Test
  void isUpToDate() throws IOException {
    String page = ConfigurationPage.of(Reference.load().root());
    if (Boolean.getBoolean("gflownet.renew")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE))
        .as("stale; renew it: mvn test -Dtest=ConfigurationPageTest -Dgflownet.renew=true")
        .isEqualTo(page);
  }
}
