package org.gflownet.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import org.gflownet.reward.chem.ChunkScores;

/** Scores as their arrays. */
final class ChunkScoresSerializer extends Serializer<ChunkScores> {
  @Override
  public void write(Kryo kryo, Output output, ChunkScores scores) {
    output.writeInt(scores.size(), true);
    output.writeDoubles(scores.rewards());
    output.writeDoubles(scores.raw());
    output.writeInt(scores.parts().length, true);
    for (double[] part : scores.parts()) {
      output.writeDoubles(part);
    }
    writeStrings(output, scores.errors());
    output.writeBoolean(scores.smiles() != null);
    if (scores.smiles() != null) {
      writeStrings(output, scores.smiles());
    }
  }

  private static void writeStrings(Output output, String[] texts) {
    for (String text : texts) {
      output.writeString(text);
    }
  }

  @Override
  public ChunkScores read(Kryo kryo, Input input, Class<ChunkScores> type) {
    int size = input.readInt(true);
    double[] rewards = input.readDoubles(size);
    double[] raw = input.readDoubles(size);
    double[][] parts = new double[input.readInt(true)][];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = input.readDoubles(size);
    }
    String[] errors = readStrings(input, size);
    String[] smiles = input.readBoolean() ? readStrings(input, size) : null;
    return new ChunkScores(rewards, raw, parts, errors, smiles);
  }

  private static String[] readStrings(Input input, int size) {
    String[] texts = new String[size];
    for (int i = 0; i < size; i++) {
      texts[i] = input.readString();
    }
    return texts;
  }
}
