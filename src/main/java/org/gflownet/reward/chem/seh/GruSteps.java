package org.gflownet.reward.chem.seh;

/**
 * The elementwise steps of a gated recurrent unit (Cho et al. 2014), on gates that hold tanh(x / 2)
 * in place of sigmoid(x). One index into all arrays, so that the compiler uses vector registers.
 */
final class GruSteps {
  private GruSteps() {}

  /** candidate += sigmoid * hidden, where: sigmoid = (1 + reset) / 2. */
  static void resetCandidate(float[] reset, float[] hidden, float[] candidate, int size) {
    for (int i = 0; i < size; i++) {
      candidate[i] = Math.fma(Math.fma(0.5f, reset[i], 0.5f), hidden[i], candidate[i]);
    }
  }

  /** hidden = (1 - z) candidate + z hidden, where: z = (1 + update) / 2. */
  static void update(float[] update, float[] candidate, float[] hidden, int size) {
    for (int i = 0; i < size; i++) {
      float z = Math.fma(0.5f, update[i], 0.5f);
      hidden[i] = Math.fma(z, hidden[i] - candidate[i], candidate[i]);
    }
  }
}
