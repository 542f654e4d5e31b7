package org.gflownet.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

class Sha256Test {
  /** From FIPS 180-2, appendix B.1. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void hasTheDigitsOfTheStandard() {
    assertThat(Sha256.of("abc".getBytes(StandardCharsets.US_ASCII))).isEqualTo(ABC);
  }

  @Test
  void addsBytes() {
    MessageDigest sum = Sha256.start();
    sum.update((byte) 'a');
    sum.update(new byte[] {'b', 'c'});
    assertThat(Sha256.hex(sum)).isEqualTo(ABC);
  }
}
