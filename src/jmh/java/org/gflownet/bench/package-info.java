/**
 * Benchmarks. The profile {@code jmh} compiles and runs them, with the modules and the one thread
 * of OpenBLAS that they need:
 *
 * <pre>
 * mvn -q -Pjmh test-compile exec:exec -Djmh.args="-f 1 -wi 2 -i 3 Kryo"
 * </pre>
 *
 * <p>Arguments are regular expressions over class names and JMH's options, for example {@code
 * DenseLayer -p rows=16} or {@code -prof gc FlowMatchingStep}; without any, everything runs. The
 * secondary results of a benchmark in operations per second are:
 *
 * <ul>
 *   <li>{@code gflop}: GFLOP/s of the network alone;
 *   <li>{@code ofPeak}: the same as a fraction of {@link org.gflownet.bench.MachinePeak}, which is
 *       measured beforehand in the same run;
 *   <li>{@code transitions}, {@code evaluations}: transitions sampled and distinct states evaluated
 *       per second; in benchmarks of the average time, time per transition and per state.
 * </ul>
 *
 * <p>With {@code -prof gc}, {@code gc.alloc.rate.norm} is bytes per operation; where a score is a
 * rate, bytes per transition are that times the score divided by {@code transitions}. OpenBLAS
 * takes its kernels from {@code OPENBLAS_CORETYPE} where that is set ({@code SkylakeX} for AVX-512,
 * {@code Haswell} for AVX2): set it to see what {@code nd4j} and {@code SgemmBenchmark} can do on a
 * processor newer than the library, which falls back to kernels without AVX.
 */
package org.gflownet.bench;
