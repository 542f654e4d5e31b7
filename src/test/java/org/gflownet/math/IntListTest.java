package org.gflownet.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IntListTest {

  @Test
  void growsAndKeepsItsElements() {
    IntList list = new IntList(0);
    for (int i = 0; i < 1000; i++) {
      list.add(i * i);
    }
    assertThat(list.size()).isEqualTo(1000);
    for (int i = 0; i < 1000; i++) {
      assertThat(list.get(i)).isEqualTo(i * i);
      assertThat(list.array()[i]).isEqualTo(i * i);
    }
  }

  @Test
  void truncateAndClearForget() {
    IntList list = new IntList();
    list.add(5);
    list.add(6);
    list.add(7);
    list.set(1, 60);
    list.truncate(2);
    assertThat(list.toArray()).containsExactly(5, 60);
    list.clear();
    assertThat(list.size()).isZero();
    assertThat(list.toArray()).isEmpty();
  }

  @Test
  void rejectsIndicesOutsideItsElements() {
    IntList list = new IntList();
    list.add(1);
    assertThatThrownBy(() -> list.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> list.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> list.set(1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> list.truncate(2)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void toArrayIsACopy() {
    IntList list = new IntList();
    list.add(1);
    list.toArray()[0] = 9;
    assertThat(list.get(0)).isEqualTo(1);
  }
}
