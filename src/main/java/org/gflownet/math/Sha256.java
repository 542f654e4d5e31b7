package org.gflownet.math;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as the 64 lower-case hex digits by which files, texts and parameters are compared. */
public final class Sha256 {
  private Sha256() {}

  /** A new sum, to which bytes are added. */
  public static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The digits of a sum, which begins anew. */
  public static String hex(MessageDigest sum) {
    return HexFormat.of().formatHex(sum.digest());
  }

  /** The digits of some bytes. */
  public static String of(byte[] bytes) {
    MessageDigest sum = start();
    sum.update(bytes);
    return hex(sum);
  }
}
