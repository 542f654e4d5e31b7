package org.gflownet.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Event files as TensorFlow writes them. */
class EventFileTest {

  private static byte[] join(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(p -> p.length).sum();
    byte[] all = Arrays.copyOf(parts[0], length);
    int at = parts[0].length;
    for (int i = 1; i < parts.length; i++) {
      System.arraycopy(parts[i], 0, all, at, parts[i].length);
      at += parts[i].length;
    }
    return all;
  }

  /** The first bytes of every event file of TensorFlow: a frame of 24 bytes and its check sum. */
  @Test
  void beginsAsTensorFlowsDo() {
    byte[] header = EventFile.header(0);
    assertThat(HexFormat.of().formatHex(header)).startsWith("1800000000000000a37f4b2209");
    assertThat(new String(header, StandardCharsets.ISO_8859_1)).contains("\u001a\rbrain.Event:2");
    assertThat(header).hasSize(8 + 4 + 24 + 4);
  }

  @Test
  void anEventIsTheProtocolBufferOfItsFields() {
    byte[] frame = EventFile.encode(new EventFile.Event(1.0, 300, Map.of("a", 2.0f)));
    // wall_time 1.0; step 300; summary of 10 bytes: value of 8 bytes: tag "a", simple_value 2.0.
    assertThat(HexFormat.of().formatHex(frame, 12, frame.length - 4))
        .isEqualTo("09000000000000f03f" + "10ac02" + "2a0a" + "0a08" + "0a0161" + "1500000040");
  }

  @Test
  void whatIsDamagedOrCutOffEndsTheFile() {
    byte[] one = EventFile.encode(new EventFile.Event(1, 1, Map.of("loss", 1f)));
    byte[] two = EventFile.encode(new EventFile.Event(2, 2, Map.of("loss", 2f)));
    byte[] file = join(EventFile.header(0), one, two);
    assertThat(EventFile.decode(file)).extracting(EventFile.Event::step).containsExactly(1L, 2L);
    byte[] cut = Arrays.copyOf(file, file.length - 1);
    assertThat(EventFile.decode(cut)).extracting(EventFile.Event::step).containsExactly(1L);
    byte[] damaged = file.clone();
    damaged[file.length - two.length + 14] ^= 1;
    assertThat(EventFile.decode(damaged)).hasSize(1);
    byte[] huge = file.clone();
    huge[file.length - two.length + 6] = 0x7f;
    assertThat(EventFile.decode(huge)).hasSize(1);
    assertThat(EventFile.decode(new byte[0])).isEmpty();
  }

  @Property(tries = 200)
  void whatIsWrittenIsRead(
      @ForAll double wallTime, @ForAll long step, @ForAll Map<String, Float> scalars) {
    Map<String, Float> plain = new LinkedHashMap<>();
    scalars.forEach((tag, value) -> plain.put(Integer.toHexString(tag.hashCode()), value));
    EventFile.Event event = new EventFile.Event(wallTime, step, plain);
    List<EventFile.Event> expected = new ArrayList<>();
    if (!plain.isEmpty()) {
      expected.add(event);
    }
    assertThat(EventFile.decode(join(EventFile.header(7), EventFile.encode(event))))
        .isEqualTo(expected);
  }
}
