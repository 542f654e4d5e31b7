package org.gflownet.spark.store;

import java.io.IOException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * HDFS: its plain rename refuses a target that exists, the one of {@link FileContext} replaces it
 * in one transaction of the name node.
 */
final class HdfsStore extends FileStore {
  HdfsStore(FileSystem files) {
    super(files);
  }

  @Override
  public void replace(Path path, Content content) throws IOException {
    Path temporary = TemporaryName.of(path);
    write(temporary, content);
    try {
      FileContext.getFileContext(files().getUri(), files().getConf())
          .rename(temporary, path, Options.Rename.OVERWRITE);
    } catch (IOException e) {
      removeAfter(e, temporary);
      throw e;
    }
  }

  @Override
  public boolean writeNew(Path path, byte[] bytes) throws IOException {
    return writeAbsent(path, bytes);
  }
}
