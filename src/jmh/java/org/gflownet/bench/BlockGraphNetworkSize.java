package org.gflownet.bench;

/** Flow networks on graphs of blocks, by width and rounds of messages. */
public enum BlockGraphNetworkSize {
  /** The default. */
  WIDTH128_ROUNDS4(128, 4),
  /** That of Bengio et al. 2021. */
  WIDTH256_ROUNDS10(256, 10);

  private final MoleculeSetup setup;

  BlockGraphNetworkSize(int width, int rounds) {
    this.setup = new MoleculeSetup(width, rounds);
  }

  MoleculeSetup setup() {
    return setup;
  }
}
