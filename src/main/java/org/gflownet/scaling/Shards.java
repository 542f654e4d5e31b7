package org.gflownet.scaling;

/**
 * The second stage of a job whose sums executors add up, a piece each.
 *
 * @param pieces R of the sum, each with a task
 * @param vectors V that the tasks of the first stage came to
 * @param bytesRead by the task of a piece: that piece of all vectors
 * @param wireSeconds until the task of a piece has them, where the tasks of all pieces fetch at the
 *     same time
 * @param floatsMerged by the task of a piece
 * @param resultBytes of a piece
 */
record Shards(
    int pieces,
    long vectors,
    double bytesRead,
    double wireSeconds,
    double floatsMerged,
    double resultBytes) {

  static Shards of(TaskLayout layout, JobSize job, ClusterSpec cluster) {
    int pieces = TaskLayout.pieces(layout.tasks(), job.broadcastBytes() / Float.BYTES);
    long vectors = layout.vectors();
    double pieceBytes = job.vectorBytes() / pieces;
    double bytesRead = vectors * pieceBytes;
    int executors = cluster.executors();
    // Tasks of one executor share its link; what lies on the executor itself needs none.
    int atATime = Math.min(pieces, layout.slots());
    int sharing = (atATime + executors - 1) / executors;
    double fetched = sharing * bytesRead * (executors - 1) / executors;
    return new Shards(
        pieces,
        vectors,
        bytesRead,
        executors == 1 ? 0 : cluster.network().transferSeconds(fetched),
        (vectors - 1) * job.vectorFloats() / pieces,
        pieceBytes);
  }

  /** Work of a core of speed 1 for a piece, the network aside. */
  double taskSeconds(StepCostModel costs) {
    return costs.byteSeconds(bytesRead) + costs.mergeSeconds(floatsMerged);
  }
}
