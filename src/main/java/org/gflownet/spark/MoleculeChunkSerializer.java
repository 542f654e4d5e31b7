package org.gflownet.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import org.gflownet.reward.chem.MoleculeChunk;

/** A chunk as its texts. */
final class MoleculeChunkSerializer extends Serializer<MoleculeChunk> {
  @Override
  public void write(Kryo kryo, Output output, MoleculeChunk chunk) {
    output.writeInt(chunk.size(), true);
    output.writeBoolean(chunk.molfiles());
    output.writeBoolean(chunk.hasStems());
    for (int i = 0; i < chunk.size(); i++) {
      output.writeString(chunk.structure(i));
      if (chunk.hasStems()) {
        output.writeString(chunk.stems(i));
      }
    }
  }

  @Override
  public MoleculeChunk read(Kryo kryo, Input input, Class<MoleculeChunk> type) {
    int size = input.readInt(true);
    boolean molfiles = input.readBoolean();
    String[] structures = new String[size];
    String[] stems = input.readBoolean() ? new String[size] : null;
    for (int i = 0; i < size; i++) {
      structures[i] = input.readString();
      if (stems != null) {
        stems[i] = input.readString();
      }
    }
    return new MoleculeChunk(molfiles, structures, stems);
  }
}
