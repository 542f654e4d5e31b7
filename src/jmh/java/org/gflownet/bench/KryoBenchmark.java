package org.gflownet.bench;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.gflownet.spark.GflownetKryoRegistrator;
import org.gflownet.train.SliceResult;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** A slice's result of 71 thousand parameters through Spark's Kryo, as tasks send it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KryoBenchmark {
  private static final ClassTag<SliceResult> TAG = ClassTag$.MODULE$.apply(SliceResult.class);

  private final SliceResult result = SliceResults.filled(0.25f);
  private SerializerInstance kryo;
  private ByteBuffer bytes;

  /** Sets Kryo up as a run does. */
  @Setup
  public void makeSerializer() {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.kryo.registrationRequired", "true")
            .set("spark.kryo.registrator", GflownetKryoRegistrator.class.getName());
    kryo = new KryoSerializer(conf).newInstance();
    bytes = serialize();
  }

  /** To bytes. */
  @Benchmark
  public ByteBuffer serialize() {
    return kryo.serialize(result, TAG);
  }

  /** From bytes. */
  @Benchmark
  public SliceResult deserialize() {
    return kryo.deserialize(bytes.duplicate(), TAG);
  }

  /** To bytes and back. */
  @Benchmark
  public SliceResult roundTrip() {
    return kryo.deserialize(serialize(), TAG);
  }
}
