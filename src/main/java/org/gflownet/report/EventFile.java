package org.gflownet.report;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The event files that TensorBoard reads, as far as curves of numbers go: TFRecord frames, each
 * with a protocol buffer {@code Event}.
 *
 * <p>A frame is the length of its data (64 bits, little-endian), the masked CRC-32C of these 8
 * bytes, the data, and the masked CRC-32C of the data. The fields used are {@code wall_time} (1,
 * double), {@code step} (2, varint), {@code file_version} (3, string) and {@code summary} (5), a
 * list of {@code value} (1) with {@code tag} (1, string) and {@code simple_value} (2, float).
 * Source: record_writer.h, event.proto and summary.proto of TensorFlow.
 */
public final class EventFile {
  private static final String VERSION = "brain.Event:2";
  private static final int MASK_DELTA = 0xa282ead8;
  private static final int HEADER = Long.BYTES + Integer.BYTES;
  private static final int MAX_EVENT = 1 << 20;

  private EventFile() {}

  /**
   * The numbers of one step.
   *
   * @param wallTime seconds since 1970
   * @param step that they belong to
   * @param scalars values by tag
   */
  public record Event(double wallTime, long step, Map<String, Float> scalars) {}

  /** The first frame of a file, which says what it is. */
  public static byte[] header(double wallTime) {
    Message event = new Message().doubleField(1, wallTime).bytesField(3, utf8(VERSION));
    return frame(event.bytes());
  }

  /** The frame of an event. */
  public static byte[] encode(Event event) {
    Message summary = new Message();
    event
        .scalars()
        .forEach(
            (tag, value) ->
                summary.bytesField(
                    1, new Message().bytesField(1, utf8(tag)).floatField(2, value).bytes()));
    return frame(
        new Message()
            .doubleField(1, event.wallTime())
            .longField(2, event.step())
            .bytesField(5, summary.bytes())
            .bytes());
  }

  /** The events of a file, up to a frame that is damaged or not whole; its first frame is none. */
  public static List<Event> decode(byte[] file) {
    List<Event> events = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    while (in.remaining() >= HEADER) {
      int start = in.position();
      long length = in.getLong();
      boolean whole = in.getInt() == masked(file, start, Long.BYTES);
      if (!whole || length < 0 || length > MAX_EVENT || length + Integer.BYTES > in.remaining()) {
        break;
      }
      int data = in.position();
      in.position(data + (int) length);
      if (in.getInt() != masked(file, data, (int) length)) {
        break;
      }
      Event event = event(in.slice(data, (int) length).order(ByteOrder.LITTLE_ENDIAN));
      if (!event.scalars().isEmpty()) {
        events.add(event);
      }
    }
    return events;
  }

  private static Event event(ByteBuffer in) {
    double wallTime = 0;
    long step = 0;
    Map<String, Float> scalars = new LinkedHashMap<>();
    while (in.hasRemaining()) {
      long key = varint(in);
      switch ((int) (key >>> 3)) {
        case 1 -> wallTime = in.getDouble();
        case 2 -> step = varint(in);
        case 5 -> {
          ByteBuffer summary = bytes(in);
          while (summary.hasRemaining()) {
            varint(summary);
            scalar(bytes(summary), scalars);
          }
        }
        default -> bytes(in);
      }
    }
    return new Event(wallTime, step, scalars);
  }

  private static void scalar(ByteBuffer in, Map<String, Float> scalars) {
    String tag = "";
    while (in.hasRemaining()) {
      if (varint(in) >>> 3 == 1) {
        tag = StandardCharsets.UTF_8.decode(bytes(in)).toString();
      } else {
        scalars.put(tag, in.getFloat());
      }
    }
  }

  private static ByteBuffer bytes(ByteBuffer in) {
    int length = (int) varint(in);
    ByteBuffer part = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + length);
    return part;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte b = in.get();
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        break;
      }
    }
    return value;
  }

  private static byte[] frame(byte[] data) {
    ByteBuffer out =
        ByteBuffer.allocate(HEADER + data.length + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(data.length);
    out.putInt(masked(out.array(), 0, Long.BYTES));
    return out.put(data).putInt(masked(data, 0, data.length)).array();
  }

  /** A check sum that is no check sum of itself, should the data hold some. */
  private static int masked(byte[] data, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(data, from, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A protocol buffer under construction. */
  private static final class Message {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED_32 = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message doubleField(int field, double value) {
      key(field, FIXED_64);
      fixed(Double.doubleToRawLongBits(value), Double.BYTES);
      return this;
    }

    Message floatField(int field, float value) {
      key(field, FIXED_32);
      fixed(Float.floatToRawIntBits(value), Float.BYTES);
      return this;
    }

    Message longField(int field, long value) {
      key(field, VARINT);
      varint(value);
      return this;
    }

    Message bytesField(int field, byte[] value) {
      key(field, LENGTH);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    byte[] bytes() {
      return out.toByteArray();
    }

    private void key(int field, int type) {
      varint(((long) field << 3) | type);
    }

    private void fixed(long bits, int bytes) {
      for (int i = 0; i < bytes; i++) {
        out.write((int) (bits >>> (Byte.SIZE * i)));
      }
    }

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        out.write((int) ((rest & 0x7f) | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }
  }
}
