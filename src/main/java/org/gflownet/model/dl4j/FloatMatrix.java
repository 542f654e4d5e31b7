package org.gflownet.model.dl4j;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A column-major ND4J matrix of single precision with bulk copies from and to Java arrays, and
 * views of its first columns.
 *
 * <p>Mutable; not thread-safe.
 */
final class FloatMatrix {
  private final INDArray array;
  private final FloatPointer pointer;
  private final INDArray[] firstColumns;

  FloatMatrix(int rows, int columns) {
    array = Nd4j.create(DataType.FLOAT, new long[] {rows, columns}, 'f');
    pointer = new FloatPointer(array.data().pointer());
    firstColumns = new INDArray[columns + 1];
    firstColumns[columns] = array;
  }

  /** The whole matrix. */
  INDArray array() {
    return array;
  }

  /** A view of the first {@code columns} columns, at least one. */
  INDArray firstColumns(int columns) {
    if (firstColumns[columns] == null) {
      firstColumns[columns] = array.get(NDArrayIndex.all(), NDArrayIndex.interval(0, columns));
    }
    return firstColumns[columns];
  }

  /** Copies {@code from[at..at+length)} to the elements from {@code position} on. */
  void put(int position, float[] from, int at, int length) {
    pointer.position(position).put(from, at, length);
  }

  /** Copies the first {@code length} elements to {@code to[at..)}. */
  void get(float[] to, int at, int length) {
    pointer.position(0).get(to, at, length);
  }
}
