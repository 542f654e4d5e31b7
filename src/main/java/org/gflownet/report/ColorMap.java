package org.gflownet.report;

/**
 * A colour scale from dark violet over green to yellow, even in lightness, so that it also reads in
 * grey and with colour-blind eyes (the anchors are those of viridis).
 */
final class ColorMap {
  private static final int[] ANCHORS = {
    0x440154, 0x482878, 0x3E4A89, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6DCD59, 0xB4DE2C,
    0xFDE725
  };

  private ColorMap() {}

  /**
   * Colour of a fraction of the scale.
   *
   * @param t clamped to 0..1
   * @return 0xRRGGBB
   */
  static int rgb(double t) {
    double position = Math.max(0, Math.min(1, t)) * (ANCHORS.length - 1);
    int anchor = Math.min((int) position, ANCHORS.length - 2);
    double fraction = position - anchor;
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int low = ANCHORS[anchor] >> shift & 0xFF;
      int high = ANCHORS[anchor + 1] >> shift & 0xFF;
      rgb |= (int) Math.round(low + (high - low) * fraction) << shift;
    }
    return rgb;
  }

  /** The nearest colour of the 6 x 6 x 6 cube of terminals with 256 colours, 16..231. */
  static int cube(int rgb) {
    return 16 + 36 * level(rgb >> 16 & 0xFF) + 6 * level(rgb >> 8 & 0xFF) + level(rgb & 0xFF);
  }

  /** Nearest of the cube's levels 0, 95, 135, 175, 215, 255. */
  private static int level(int value) {
    if (value < 48) {
      return 0;
    }
    return value < 115 ? 1 : Math.min(5, (value - 35) / 40);
  }
}
