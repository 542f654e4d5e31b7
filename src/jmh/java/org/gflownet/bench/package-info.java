/**
 * Benchmarks. After {@code mvn -Pjmh test-compile} they run through {@code org.openjdk.jmh.Main}
 * with {@code --add-modules jdk.incubator.vector} and the environment variable {@code
 * OMP_NUM_THREADS=1}; arguments are regular expressions over class names and JMH's options, for
 * example {@code DenseLayerBenchmark -p rows=16 -f 1}. The secondary result {@code gflop} is the
 * rate in GFLOP/s.
 */
package org.gflownet.bench;
