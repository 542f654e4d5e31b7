package org.gflownet.testing;

/** The part of an evaluation's file that is about visited molecules. */
public final class VisitedCurves {
  private VisitedCurves() {}

  /** Two visits and three calls for each distinct molecule. */
  public static String json(int... unique) {
    StringBuilder points = new StringBuilder();
    for (int n : unique) {
      points.append(points.isEmpty() ? "" : ",");
      points.append(
          "{\"visits\":"
              + 2 * n
              + ",\"unique\":"
              + n
              + ",\"calls\":"
              + 3 * n
              + ",\"topMeans\":{\"10\":"
              + n
              + "},\"above\":"
              + "[{\"threshold\":7.0,\"molecules\":1,\"modes\":2,\"scaffolds\":"
              + n
              + "}]}");
    }
    int last = unique[unique.length - 1];
    return "{\"score\":\"raw\",\"visits\":"
        + 2 * last
        + ",\"unique\":"
        + last
        + ",\"similarityOfTop\":0.5,\"curve\":["
        + points
        + "]}";
  }
}
