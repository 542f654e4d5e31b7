package org.gflownet.reward;

import org.gflownet.env.Conditioned;

/**
 * Modes of objects that carry a condition: they are the same under each.
 *
 * @param modes without a condition
 * @param <S> the object
 */
public record ConditionedModes<S>(Modes<S> modes) implements Modes<Conditioned<S>> {

  @Override
  public boolean isMode(Conditioned<S> object) {
    return modes.isMode(object.state());
  }

  @Override
  public long[] cellKey(Conditioned<S> object) {
    return modes.cellKey(object.state());
  }

  @Override
  public long[] regionKey(Conditioned<S> object) {
    return modes.regionKey(object.state());
  }

  @Override
  public int cellKeyLength() {
    return modes.cellKeyLength();
  }

  @Override
  public int regionKeyLength() {
    return modes.regionKeyLength();
  }

  @Override
  public long numCells() {
    return modes.numCells();
  }

  @Override
  public long numRegions() {
    return modes.numRegions();
  }
}
