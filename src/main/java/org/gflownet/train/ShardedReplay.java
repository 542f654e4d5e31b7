package org.gflownet.train;

import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.gflownet.math.RandomStream;
import org.gflownet.trajectory.ActionPaths;

/**
 * A replay memory with one shard per slice, held on the driver. What a slice draws at a step
 * depends on (seed, step, slice) and on what earlier steps sampled, never on where slices run. A
 * checkpoint holds the shards and what was drawn for pipelined steps still under way, so that a
 * resumed run draws the same.
 */
public final class ShardedReplay implements Replay {
  /** Paths on the heap, over all shards; more of them are in files of this machine. */
  static final int MAX_ON_HEAP = 1_000_000;

  private static final String SECTION = "replay";

  private final ReplaySettings settings;
  private final List<ActionPaths> fixed;
  private List<ReplayShard> shards;

  /** What was drawn for steps whose results are still to come. */
  private final Map<Long, List<ActionPaths>> underWay = new TreeMap<>();

  /**
   * A memory.
   *
   * @param settings of the memory
   * @param good paths to good objects, dealt out to the slices in turn; they stay for good. Of
   *     fewer than there are slices, some go to several
   */
  public ShardedReplay(ReplaySettings settings, ActionPaths good) {
    this.settings = settings;
    List<List<ActionPaths>> dealt = new ArrayList<>();
    for (int slice = 0; slice < settings.slices(); slice++) {
      dealt.add(new ArrayList<>());
    }
    int count = good.size() == 0 ? 0 : Math.max(good.size(), settings.slices());
    for (int i = 0; i < count; i++) {
      dealt.get(i % settings.slices()).add(good.path(i % good.size()));
    }
    this.fixed = dealt.stream().map(ActionPaths::concat).toList();
    this.shards = newShards();
  }

  private List<ReplayShard> newShards() {
    ReplayMemory memory =
        settings.capacity() > MAX_ON_HEAP
            ? ReplayMemory.inFiles(Path.of(System.getProperty("java.io.tmpdir")))
            : ReplayMemory.onHeap();
    return IntStream.range(0, settings.slices())
        .mapToObj(
            slice -> new ReplayShard(settings, settings.capacity(slice), fixed.get(slice), memory))
        .toList();
  }

  /** Number of paths in all shards. */
  public int size() {
    return shards.stream().mapToInt(ReplayShard::size).sum();
  }

  @Override
  public List<ActionPaths> draw(StepRequest request) {
    return underWay.computeIfAbsent(request.step(), step -> drawNow(request));
  }

  private List<ActionPaths> drawNow(StepRequest request) {
    long stream = RandomStream.derive(settings.seed(), "replay");
    List<ActionPaths> drawn = new ArrayList<>(settings.slices());
    for (int slice = 0; slice < settings.slices(); slice++) {
      int count = settings.numDrawn(request, slice);
      drawn.add(shards.get(slice).draw(count, new RandomStream(stream, request.step(), slice)));
    }
    return List.copyOf(drawn);
  }

  @Override
  public void add(long step, List<ActionPaths> sampled) {
    if (sampled.size() != settings.slices()) {
      throw new IllegalArgumentException(
          "expected the paths of " + settings.slices() + " slices, got " + sampled.size());
    }
    for (int slice = 0; slice < settings.slices(); slice++) {
      shards.get(slice).add(sampled.get(slice));
    }
    underWay.remove(step);
  }

  @Override
  public void save(Map<String, long[]> sections) {
    LongStream.Builder out = LongStream.builder();
    for (ReplayShard shard : shards) {
      out.add(shard.added());
      write(shard.saved(), out);
    }
    out.add(underWay.size());
    underWay.forEach(
        (step, drawn) -> {
          out.add(step);
          drawn.forEach(paths -> write(paths, out));
        });
    sections.put(SECTION, out.build().toArray());
  }

  @Override
  public void restore(Map<String, long[]> sections) {
    long[] section = sections.get(SECTION);
    if (section == null) {
      throw new IllegalArgumentException("the checkpoint has no replay memory");
    }
    LongBuffer in = LongBuffer.wrap(section);
    shards = newShards();
    for (ReplayShard shard : shards) {
      long added = in.get();
      shard.restore(read(in), added);
    }
    underWay.clear();
    for (long left = in.get(); left > 0; left--) {
      long step = in.get();
      List<ActionPaths> drawn = new ArrayList<>(settings.slices());
      for (int slice = 0; slice < settings.slices(); slice++) {
        drawn.add(read(in));
      }
      underWay.put(step, List.copyOf(drawn));
    }
  }

  private static void write(ActionPaths paths, LongStream.Builder out) {
    out.add(paths.size());
    out.add(paths.fingerprintWords());
    for (int i = 0; i < paths.size(); i++) {
      out.add(pair(paths.offsets()[i + 1], paths.hash(i)));
      out.add(Double.doubleToRawLongBits(paths.logReward(i)));
    }
    int[] actions = paths.actions();
    for (int i = 0; i < actions.length; i += 2) {
      out.add(pair(actions[i], i + 1 < actions.length ? actions[i + 1] : 0));
    }
    for (long word : paths.fingerprints()) {
      out.add(word);
    }
  }

  private static ActionPaths read(LongBuffer in) {
    int size = (int) in.get();
    int words = (int) in.get();
    int[] offsets = new int[size + 1];
    int[] hashes = new int[size];
    double[] logRewards = new double[size];
    for (int i = 0; i < size; i++) {
      long pair = in.get();
      offsets[i + 1] = (int) (pair >>> Integer.SIZE);
      hashes[i] = (int) pair;
      logRewards[i] = Double.longBitsToDouble(in.get());
    }
    int[] actions = new int[offsets[size]];
    for (int i = 0; i < actions.length; i += 2) {
      long pair = in.get();
      actions[i] = (int) (pair >>> Integer.SIZE);
      if (i + 1 < actions.length) {
        actions[i + 1] = (int) pair;
      }
    }
    long[] fingerprints = new long[size * words];
    in.get(fingerprints);
    return new ActionPaths(offsets, actions, logRewards, hashes, fingerprints);
  }

  private static long pair(int high, int low) {
    return (long) high << Integer.SIZE | Integer.toUnsignedLong(low);
  }
}
