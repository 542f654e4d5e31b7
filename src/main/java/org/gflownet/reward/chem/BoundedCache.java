package org.gflownet.reward.chem;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The latest values by their keys, up to a number; the one unused longest makes room. What is in it
 * changes no result, only how often one is computed. Thread-safe.
 *
 * @param <K> the key, with equals and hashCode
 * @param <V> the value
 */
public final class BoundedCache<K, V> {
  private static final float LOAD = 0.75f;

  private final Map<K, V> values;

  /** An empty cache of at most {@code capacity} values. */
  public BoundedCache(int capacity) {
    values =
        new LinkedHashMap<>(16, LOAD, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > capacity;
          }
        };
  }

  /** The value of a key; null if it is not here. */
  public V get(K key) {
    synchronized (values) {
      return values.get(key);
    }
  }

  /** Keeps a value. */
  public void put(K key, V value) {
    synchronized (values) {
      values.put(key, value);
    }
  }

  /**
   * The value of a key, made and kept if it is not here. Who asks for another key meanwhile waits.
   */
  public V computeIfAbsent(K key, Function<? super K, ? extends V> maker) {
    synchronized (values) {
      return values.computeIfAbsent(key, maker);
    }
  }

  /** Number of values held. */
  public int size() {
    synchronized (values) {
      return values.size();
    }
  }
}
