package org.gflownet.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretAddressesTest {
  @ParameterizedTest
  @CsvSource({
    "https://me:pw@host/a, https://*********(redacted)@host/a",
    "HTTP://token@host, HTTP://*********(redacted)@host",
    "s3a://KEY:pw/with/slashes@bucket/a, s3a://*********(redacted)@bucket/a",
    "jdbc:db://me:p@w@host:1/a, jdbc:db://*********(redacted)@host:1/a",
    "x://:pw@host, x://*********(redacted)@host",
    "x://me:1234@host, x://*********(redacted)@host",
    "see x://a:7/b and y://me:pw@c, see x://a:7/b and y://*********(redacted)@c"
  })
  void passwordsAreFoundAndHidden(String text, String hidden) {
    assertThat(SecretAddresses.isIn(text)).isTrue();
    assertThat(SecretAddresses.hidden(text)).isEqualTo(hidden);
    // As Spark looks for them.
    assertThat(
            Pattern.compile(ClusterConfig.SECRET_KEYS + "|" + SecretAddresses.PATTERN)
                .matcher(text)
                .find())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abfss://container@account.dfs.core.windows.net/a",
        "hdfs://host:8020/user/a@b",
        "http://host:80?mail=a@b",
        "http://host/a:b@c",
        "spark://a:7077,b:7077",
        "spark://[::1]:7077",
        "k8s://https://host:443",
        "databricks://profile",
        "me:pw@host",
        "file:///a/b@c:d"
      })
  void otherAddressesAreLeft(String text) {
    assertThat(SecretAddresses.isIn(text)).isFalse();
    assertThat(SecretAddresses.hidden(text)).isEqualTo(text);
  }

  /** As much as a configuration may have. */
  @Test
  void noTextTakesLong() {
    for (String part : new String[] {"://a:b", "http://", "a", "://:::", "://http://"}) {
      String text = part.repeat((1 << 20) / part.length()) + "://";
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(20), () -> assertThat(SecretAddresses.isIn(text)).isFalse());
    }
  }
}
