package org.gflownet.reward.chem.seh;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a pickle that is one list of numpy arrays of little-endian floats, and nothing else. A
 * pickle is a program; this knows the few instructions that such a list needs and the three names
 * of numpy in it, makes lists, tuples, numbers and arrays of floats, and refuses everything else
 * with the instruction's place. Nothing is looked up or called by a name from the file.
 *
 * <p>Instructions: Python's {@code pickletools}, protocol 3. All lengths are checked against what
 * is left of the input before memory is taken.
 */
final class ArrayUnpickler {
  private static final int MAX_INSTRUCTIONS = 10_000;
  private static final int MAX_NAME = 60;

  /** An array of floats. */
  record FloatArray(List<Integer> shape, float[] values) {}

  /** What the names stand for. */
  private enum Name {
    RECONSTRUCT,
    ARRAY_TYPE,
    DTYPE
  }

  private enum Special {
    MARK,
    NONE
  }

  /** A dtype, and whether its byte order was said to be little-endian. */
  private static final class Dtype {
    boolean littleEndian;
  }

  /** An array that was asked for and that a later instruction fills. */
  private static final class Pending {
    FloatArray array;
  }

  private final ByteBuffer in;
  private final Deque<Object> stack = new ArrayDeque<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  private ArrayUnpickler(byte[] pickle) {
    in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
  }

  static List<FloatArray> read(byte[] pickle) throws IOException {
    ArrayUnpickler unpickler = new ArrayUnpickler(pickle);
    try {
      return unpickler.run();
    } catch (BufferUnderflowException end) {
      throw new IOException("the pickle ends too early", end);
    }
  }

  private List<FloatArray> run() throws IOException {
    for (int count = 0; count < MAX_INSTRUCTIONS; count++) {
      int at = in.position();
      int instruction = in.get() & 0xFF;
      if (instruction == '.') {
        return arrays(pop(List.class));
      }
      try {
        execute(instruction);
      } catch (IOException problem) {
        throw new IOException("byte " + at + " of the pickle: " + problem.getMessage(), problem);
      }
    }
    throw new IOException("a pickle of more than " + MAX_INSTRUCTIONS + " instructions");
  }

  private void execute(int instruction) throws IOException {
    switch (instruction) {
      case 0x80 -> protocol();
      case ']' -> stack.push(new ArrayList<>());
      case '(' -> stack.push(Special.MARK);
      case 'N' -> stack.push(Special.NONE);
      case 0x88 -> stack.push(true);
      case 0x89 -> stack.push(false);
      case 'K' -> stack.push(in.get() & 0xFF);
      case 'M' -> stack.push(in.getShort() & 0xFFFF);
      case 'J' -> stack.push(in.getInt());
      case 'C' -> stack.push(bytes(in.get() & 0xFF));
      case 'B' -> stack.push(bytes(in.getInt()));
      case 'X' -> stack.push(new String(bytes(in.getInt()), StandardCharsets.UTF_8));
      case 'c' -> stack.push(name());
      case 0x85 -> stack.push(popLast(1));
      case 0x86 -> stack.push(popLast(2));
      case 0x87 -> stack.push(popLast(3));
      case 't' -> stack.push(popToMark().toArray());
      case 'e' -> appendToMark();
      case 'q' -> memo.put(in.get() & 0xFF, top());
      case 'r' -> memo.put(in.getInt(), top());
      case 'h' -> recall(in.get() & 0xFF);
      case 'j' -> recall(in.getInt());
      case 'R' -> make();
      case 'b' -> fill();
      default ->
          throw new IOException(
              String.format("instruction 0x%02x is not one of a list of arrays", instruction));
    }
  }

  private void protocol() throws IOException {
    int protocol = in.get() & 0xFF;
    if (protocol != 3) {
      throw new IOException("protocol " + protocol + ", only 3 is read");
    }
  }

  private byte[] bytes(int length) throws IOException {
    if (length < 0 || length > in.remaining()) {
      throw new IOException("a length of " + Integer.toUnsignedString(length) + " bytes");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private Name name() throws IOException {
    String name = line() + " " + line();
    return switch (name) {
      case "numpy.core.multiarray _reconstruct" -> Name.RECONSTRUCT;
      case "numpy ndarray" -> Name.ARRAY_TYPE;
      case "numpy dtype" -> Name.DTYPE;
      default -> throw new IOException("it asks for '" + name + "'; only arrays are read");
    };
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.get(); c != '\n'; c = in.get()) {
      if (c < ' ' || line.length() == MAX_NAME) {
        throw new IOException("it asks for something that has no proper name");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  private void recall(int key) throws IOException {
    Object value = memo.get(key);
    if (value == null) {
      throw new IOException("nothing was remembered as " + key);
    }
    stack.push(value);
  }

  /** Calls a name: an empty array, or the type of little-endian floats. */
  private void make() throws IOException {
    Object[] arguments = pop(Object[].class);
    Name name = pop(Name.class);
    if (name == Name.RECONSTRUCT && arguments.length == 3 && arguments[0] == Name.ARRAY_TYPE) {
      stack.push(new Pending());
    } else if (name == Name.DTYPE && arguments.length == 3 && "f4".equals(arguments[0])) {
      stack.push(new Dtype());
    } else {
      throw new IOException("it makes something that is not an array of floats (f4)");
    }
  }

  /** Fills an array, or sets the byte order of a type. */
  private void fill() throws IOException {
    Object[] state = pop(Object[].class);
    Object target = top();
    if (target instanceof Dtype type && state.length == 8) {
      type.littleEndian = "<".equals(state[1]);
    } else if (target instanceof Pending pending && state.length == 5 && pending.array == null) {
      pending.array = array(state);
    } else {
      throw new IOException("a state that belongs to no array");
    }
  }

  private static FloatArray array(Object[] state) throws IOException {
    boolean plain =
        state[1] instanceof Object[]
            && state[2] instanceof Dtype type
            && type.littleEndian
            && Boolean.FALSE.equals(state[3])
            && state[4] instanceof byte[];
    if (!plain) {
      throw new IOException("an array that is not of '<f4' elements in C order");
    }
    Object[] dimensions = (Object[]) state[1];
    byte[] data = (byte[]) state[4];
    List<Integer> shape = new ArrayList<>();
    long size = Float.BYTES;
    for (Object dimension : dimensions) {
      if (!(dimension instanceof Integer n) || n < 1 || n > data.length) {
        throw new IOException("an array with a dimension that its data cannot fill");
      }
      shape.add(n);
      size = Math.min(size * n, Integer.MAX_VALUE);
    }
    if (size != data.length) {
      throw new IOException("an array of " + data.length + " bytes, its shape asks for " + size);
    }
    return new FloatArray(shape, Floats.littleEndian(data, 0, data.length / Float.BYTES));
  }

  private void appendToMark() throws IOException {
    List<Object> items = popToMark();
    if (!(top() instanceof List<?>)) {
      throw new IOException("items of no list");
    }
    @SuppressWarnings("unchecked") // Lists are made in one place, for objects.
    List<Object> list = (List<Object>) top();
    list.addAll(items);
  }

  private List<Object> popToMark() throws IOException {
    List<Object> items = new ArrayList<>();
    for (Object item = pop(Object.class); item != Special.MARK; item = pop(Object.class)) {
      items.add(item);
    }
    Collections.reverse(items);
    return items;
  }

  private Object[] popLast(int count) throws IOException {
    Object[] items = new Object[count];
    for (int k = count - 1; k >= 0; k--) {
      items[k] = pop(Object.class);
    }
    return items;
  }

  private Object top() throws IOException {
    if (stack.isEmpty()) {
      throw new IOException("it takes more than there is");
    }
    return stack.peek();
  }

  private <T> T pop(Class<T> type) throws IOException {
    Object value = top();
    if (!type.isInstance(value)) {
      throw new IOException("it takes something of another kind than there is");
    }
    stack.pop();
    return type.cast(value);
  }

  private static List<FloatArray> arrays(List<?> items) throws IOException {
    List<FloatArray> arrays = new ArrayList<>();
    for (Object item : items) {
      if (!(item instanceof Pending pending) || pending.array == null) {
        throw new IOException("a list that does not hold arrays only");
      }
      arrays.add(pending.array);
    }
    return arrays;
  }
}
