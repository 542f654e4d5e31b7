package org.gflownet.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.gflownet.run.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the program ends. */
class MainTest {
  @AfterEach
  void clear() {
    System.clearProperty("spark.master");
    System.clearProperty("spark.submit.deployMode");
  }

  @Test
  void endsTheJvmByItselfButWhereYarnWouldTakeThatForAFailure() {
    assertThat(Main.endsByReturning(ExitCode.OK)).isFalse();
    System.setProperty("spark.master", "yarn");
    assertThat(Main.endsByReturning(ExitCode.OK)).isFalse();
    System.setProperty("spark.submit.deployMode", "client");
    assertThat(Main.endsByReturning(ExitCode.OK)).isFalse();
    System.setProperty("spark.submit.deployMode", "cluster");
    assertThat(Main.endsByReturning(ExitCode.OK)).isTrue();
    assertThat(Main.endsByReturning(ExitCode.USER)).isFalse();
    System.setProperty("spark.master", "spark://host:7077");
    assertThat(Main.endsByReturning(ExitCode.OK)).isFalse();
  }
}
