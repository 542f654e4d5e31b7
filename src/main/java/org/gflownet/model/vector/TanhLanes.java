package org.gflownet.model.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.gflownet.model.Activations;

/** {@link Activations#tanh} lane by lane: the same operations, hence the same bits. */
final class TanhLanes {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = S.length();

  private TanhLanes() {}

  static void apply(float[] z, int from, int to) {
    for (int i = from; i < to; i += LANES) {
      tanh(FloatVector.fromArray(S, z, i)).intoArray(z, i);
    }
  }

  private static FloatVector tanh(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector large = large(a.min(Activations.TANH_LARGE));
    VectorMask<Float> negative = x.compare(VectorOperators.LT, 0f);
    FloatVector signed = large.blend(large.neg(), negative);
    VectorMask<Float> notSmall = a.compare(VectorOperators.GE, Activations.TANH_SMALL);
    // A lane with NaN is not large by any comparison: the polynomial passes the NaN on.
    return small(x).blend(signed, notSmall);
  }

  private static FloatVector small(FloatVector x) {
    FloatVector z = x.mul(x);
    FloatVector p = FloatVector.broadcast(S, Activations.tanhCoefficient(4));
    for (int i = 3; i >= 0; i--) {
      p = p.fma(z, FloatVector.broadcast(S, Activations.tanhCoefficient(i)));
    }
    return x.mul(z).fma(p, x);
  }

  private static FloatVector large(FloatVector a) {
    FloatVector round = FloatVector.broadcast(S, Activations.ROUND);
    FloatVector shifted = a.fma(FloatVector.broadcast(S, Activations.TWO_LOG2_E), round);
    FloatVector minusK = shifted.sub(round).neg();
    FloatVector high = minusK.fma(FloatVector.broadcast(S, Activations.HALF_LN2_HI), a);
    FloatVector half = minusK.fma(FloatVector.broadcast(S, Activations.HALF_LN2_LO), high);
    FloatVector r = half.add(half);
    FloatVector p = FloatVector.broadcast(S, Activations.expCoefficient(7));
    for (int i = 6; i >= 0; i--) {
      p = p.fma(r, FloatVector.broadcast(S, Activations.expCoefficient(i)));
    }
    IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
    FloatVector scale = exponent.add(Activations.ONE_BITS).reinterpretAsFloats();
    FloatVector one = FloatVector.broadcast(S, 1f);
    return one.sub(FloatVector.broadcast(S, 2f).div(p.fma(scale, one)));
  }

  static void multiplyByDerivative(float[] a, int aAt, float[] delta, int deltaAt, int width) {
    FloatVector one = FloatVector.broadcast(S, 1f);
    for (int j = 0; j < width; j += LANES) {
      FloatVector v = FloatVector.fromArray(S, a, aAt + j);
      FloatVector d = FloatVector.fromArray(S, delta, deltaAt + j);
      d.mul(v.neg().fma(v, one)).intoArray(delta, deltaAt + j);
    }
  }
}
