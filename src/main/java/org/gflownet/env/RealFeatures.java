package org.gflownet.env;

/** Takes input features of a state that are real numbers. */
@FunctionalInterface
public interface RealFeatures {
  /** Adds a feature; a 0 may be left out. */
  void add(int feature, float value);
}
