package org.gflownet.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.SparkUserAppException;
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
    assertThat(Main.isInApplicationMaster()).isFalse();
    System.setProperty("spark.master", "yarn");
    assertThat(Main.isInApplicationMaster()).isFalse();
    System.setProperty("spark.submit.deployMode", "client");
    assertThat(Main.isInApplicationMaster()).isFalse();
    System.setProperty("spark.submit.deployMode", "cluster");
    assertThat(Main.isInApplicationMaster()).isTrue();
    assertThatThrownBy(() -> Main.main(new String[] {"train", "no such file"}))
        .isInstanceOf(SparkUserAppException.class)
        .hasMessageContaining("2");
    System.setProperty("spark.master", "spark://host:7077");
    assertThat(Main.isInApplicationMaster()).isFalse();
  }
}
