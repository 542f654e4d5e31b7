package org.gflownet.reward.chem.seh;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the published parameters: a pickle, protocol 3, of a list of 22 {@code float32} arrays.
 *
 * <p>Knows the opcodes that such a list needs and three globals by name; all others are refused.
 * Nothing is executed: a call yields a list of its operands, which is then compared with the form
 * of an array.
 */
final class PickleReader {
  private static final int NUM_ARRAYS = 22;
  private static final int FIRST_UNUSED = 12;
  private static final int NUM_UNUSED = 4;
  private static final int MAX_STACK = 1000;
  private static final Object MARK = new Object();
  private static final Object NONE = new Object();
  private static final Set<String> GLOBALS =
      Set.of("numpy.core.multiarray _reconstruct", "numpy ndarray", "numpy dtype");

  private final ByteBuffer in;
  private final List<Object> stack = new ArrayList<>();
  private final Object[] memo = new Object[256];

  /** A called global and the state that it was then given. */
  private static final class Call {
    private final Object function;
    private Object state = NONE;

    Call(Object function) {
      this.function = function;
    }
  }

  private PickleReader(byte[] pickle) {
    in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** All tensors. Errors have no file name yet; a truncated pickle is a buffer underflow. */
  static Map<SehTensor, float[]> read(byte[] pickle) {
    PickleReader reader = new PickleReader(pickle);
    if (!(reader.run() instanceof List<?> list) || list.size() != NUM_ARRAYS) {
      throw new IllegalArgumentException("pickle is no list of " + NUM_ARRAYS + " arrays");
    }
    Map<SehTensor, float[]> tensors = new EnumMap<>(SehTensor.class);
    int at = 0;
    for (SehTensor tensor : SehTensor.values()) {
      if (at == FIRST_UNUSED) {
        at += NUM_UNUSED;
      }
      tensors.put(tensor, array(list.get(at++), tensor));
    }
    return tensors;
  }

  private Object run() {
    while (true) {
      int at = in.position();
      int opcode = in.get() & 0xff;
      if (opcode == '.') {
        return pop();
      }
      if (!literal(opcode) && !structure(opcode)) {
        throw new IllegalArgumentException(
            "pickle opcode 0x%02x at byte %d is not allowed".formatted(opcode, at));
      }
      if (stack.size() > MAX_STACK) {
        throw new IllegalArgumentException("pickle nests too deeply at byte " + at);
      }
    }
  }

  private boolean literal(int opcode) {
    switch (opcode) {
      case 0x80 -> protocol(in.get());
      case 'K' -> push(in.get() & 0xff);
      case 'M' -> push(in.getShort() & 0xffff);
      case 'J' -> push(in.getInt());
      case 'N' -> push(NONE);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'C' -> push(bytes(in.get() & 0xff));
      case 'B' -> push(bytes(in.getInt()));
      case 'X' -> push(new String(bytes(in.getInt()), StandardCharsets.UTF_8));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean structure(int opcode) {
    switch (opcode) {
      case ']' -> push(new ArrayList<>());
      case '(' -> push(MARK);
      case 't' -> push(sinceMark());
      case 0x85 -> push(last(1));
      case 0x86 -> push(last(2));
      case 0x87 -> push(last(3));
      case 'e' -> append(sinceMark());
      case 'q' -> memo[in.get() & 0xff] = top();
      case 'h' -> push(memo[in.get() & 0xff]);
      case 'c' -> push(global(line() + " " + line()));
      case 'R' -> {
        Object operands = pop();
        push(new Call(List.of(pop(), operands)));
      }
      case 'b' -> build(pop());
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void protocol(int version) {
    if (version != 3) {
      throw new IllegalArgumentException("pickle protocol is " + version + "; expected 3");
    }
  }

  private byte[] bytes(int length) {
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("pickle is truncated or declares a wrong length");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    for (byte b = in.get(); b != '\n'; b = in.get()) {
      line.append((char) (b & 0xff));
    }
    return line.toString();
  }

  private static String global(String name) {
    if (!GLOBALS.contains(name)) {
      throw new IllegalArgumentException(
          "pickle names %s, which is not allowed".formatted(SehWeights.printable(name)));
    }
    return name;
  }

  private void push(Object value) {
    if (value == null) {
      throw new IllegalArgumentException("pickle refers to what it has not stored");
    }
    stack.add(value);
  }

  private Object top() {
    if (stack.isEmpty()) {
      throw new IllegalArgumentException("pickle takes from an empty stack");
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() {
    Object top = top();
    stack.remove(stack.size() - 1);
    return top;
  }

  private List<Object> last(int count) {
    List<Object> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(pop());
    }
    Collections.reverse(values);
    return values;
  }

  private List<Object> sinceMark() {
    List<Object> values = new ArrayList<>();
    for (Object value = pop(); value != MARK; value = pop()) {
      values.add(value);
    }
    Collections.reverse(values);
    return values;
  }

  private void append(List<Object> values) {
    if (!(pop() instanceof List<?> list) || !list.isEmpty()) {
      throw new IllegalArgumentException("pickle appends to what is no empty list");
    }
    push(values);
  }

  private void build(Object state) {
    if (!(top() instanceof Call call)) {
      throw new IllegalArgumentException("pickle sets the state of what is no array");
    }
    call.state = state;
  }

  /** The numbers of an array: its state is (1, shape, dtype, Fortran order, bytes). */
  private static float[] array(Object value, SehTensor tensor) {
    boolean matches =
        value instanceof Call call
            && isCall(call, "numpy.core.multiarray _reconstruct")
            && call.state instanceof List<?> state
            && state.size() == 5
            && state.get(1).equals(tensor.shape())
            && isFloat32(state.get(2))
            && state.get(3).equals(false)
            && state.get(4) instanceof byte[] data
            && data.length == tensor.size() * Float.BYTES;
    if (!matches) {
      throw new IllegalArgumentException(
          "array %s is not float32 of shape %s in C order".formatted(tensor.key(), tensor.shape()));
    }
    return SehWeights.floats((byte[]) ((List<?>) ((Call) value).state).get(4));
  }

  private static boolean isCall(Call call, String global) {
    return call.function instanceof List<?> parts && parts.get(0).equals(global);
  }

  private static boolean isFloat32(Object value) {
    return value instanceof Call call
        && isCall(call, "numpy dtype")
        && ((List<?>) call.function).get(1) instanceof List<?> operands
        && !operands.isEmpty()
        && operands.get(0).equals("f4")
        && call.state instanceof List<?> state
        && state.size() > 1
        && state.get(1).equals("<");
  }
}
