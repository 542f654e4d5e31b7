package org.gflownet.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.gflownet.math.RandomStream;

/** Makes inputs out of others: bytes changed, taken away, repeated and mixed. */
final class Mutations {
  private static final int LONGEST = 1 << 14;
  private static final byte[] TELLING =
      "\0\n\r\t \"'#${}[](),:;=.+-/\\@%<>*0199eE~\u007f".getBytes(StandardCharsets.ISO_8859_1);
  private static final List<String> WORDS =
      List.of(
          "-1",
          "2147483648",
          "9223372036854775808",
          "1e400",
          "NaN",
          "null",
          "true",
          "[[[[[[[[",
          "{\"a\":",
          "((((((((",
          "\u00e9",
          "\ufeff",
          "${a}",
          "include \"x\"",
          "%99",
          "[2H]",
          "M  END");

  private final RandomStream random;

  /** Mutations that a seed decides. */
  Mutations(long seed) {
    random = new RandomStream(seed, 0, 0);
  }

  /** Another input. */
  byte[] of(List<byte[]> seeds) {
    byte[] input = any(seeds).clone();
    int changes = 1 + random.nextInt(6);
    for (int i = 0; i < changes; i++) {
      input = changed(input, seeds);
    }
    return input.length > LONGEST ? Arrays.copyOf(input, LONGEST) : input;
  }

  private byte[] any(List<byte[]> seeds) {
    return seeds.get(random.nextInt(seeds.size()));
  }

  private byte[] changed(byte[] input, List<byte[]> seeds) {
    int from = random.nextInt(input.length + 1);
    int to = Math.min(input.length, from + 1 + random.nextInt(16));
    byte[] part = Arrays.copyOfRange(input, from, to);
    return switch (random.nextInt(8)) {
      case 0 -> replaced(input, from, to, new byte[0]);
      case 1 -> replaced(input, from, from, part);
      case 2 -> replaced(input, from, to, noise(to - from));
      case 3 -> replaced(input, from, Math.min(input.length, from + 1), telling());
      case 4 -> replaced(input, from, from, word());
      case 5 -> Arrays.copyOf(input, from);
      case 6 -> flipped(input);
      default -> {
        byte[] other = any(seeds);
        int start = random.nextInt(other.length + 1);
        yield replaced(input, from, input.length, Arrays.copyOfRange(other, start, other.length));
      }
    };
  }

  private static byte[] replaced(byte[] input, int from, int to, byte[] by) {
    byte[] result = new byte[from + by.length + input.length - to];
    System.arraycopy(input, 0, result, 0, from);
    System.arraycopy(by, 0, result, from, by.length);
    System.arraycopy(input, to, result, from + by.length, input.length - to);
    return result;
  }

  private byte[] noise(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private byte[] telling() {
    return new byte[] {TELLING[random.nextInt(TELLING.length)]};
  }

  private byte[] word() {
    String word = WORDS.get(random.nextInt(WORDS.size()));
    return word.repeat(random.nextInt(50) == 0 ? 500 : 1).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] flipped(byte[] input) {
    if (input.length > 0) {
      input[random.nextInt(input.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return input;
  }
}
