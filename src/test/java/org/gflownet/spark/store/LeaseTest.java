package org.gflownet.spark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.gflownet.spark.store.Lease.Patience;
import org.gflownet.testing.Eventually;
import org.gflownet.testing.ObjectFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir private Path folder;
  private FileStore store;
  private org.apache.hadoop.fs.Path place;

  @BeforeEach
  void open() throws IOException {
    place = new org.apache.hadoop.fs.Path(folder.toUri());
    store = FileStore.of(place, new Configuration());
  }

  @AfterEach
  void clear() {
    ObjectFiles.empty();
  }

  private Lease take(Duration silence, Patience patience) throws IOException {
    return Lease.take(store, place, new Lease.Terms("test", silence, patience));
  }

  private List<String> files() throws IOException {
    return store.names(place);
  }

  private Path file(int number) {
    return folder.resolve(".lease-%08d.json".formatted(number));
  }

  /** Changes who the lease says has it. */
  private void edit(int number, java.util.function.Consumer<ObjectNode> change) throws IOException {
    ObjectNode tree = (ObjectNode) JSON.readTree(Files.readString(file(number)));
    change.accept(tree);
    Files.writeString(file(number), tree.toString());
  }

  /** What a process leaves that did not come to give the folder free. */
  private void leave(java.util.function.Consumer<ObjectNode> change) throws IOException {
    Lease lease = take(LONG, Patience.NONE);
    String text = Files.readString(file(1));
    lease.close();
    Files.writeString(file(1), text);
    edit(1, change);
  }

  @Test
  void onlyOneHasItAndItsEndFreesTheFolder() throws IOException {
    try (Lease lease = take(LONG, Patience.NONE)) {
      lease.check();
      assertThat(files()).containsExactly(".lease-00000001.json");
      assertThatThrownBy(() -> take(LONG, Patience.FOR_SILENCE))
          .isInstanceOf(LeaseHeldException.class)
          .hasMessageContaining("is written by process " + ProcessHandle.current().pid() + " on ")
          .hasMessageContaining("(test)")
          .hasMessageContaining("checkpoint.lease-seconds");
      lease.check();
    }
    assertThat(files()).isEmpty();
    take(LONG, Patience.NONE).close();
  }

  @Test
  void thatOfAProcessThatHasEndedIsTakenOverAtOnce() throws IOException, InterruptedException {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    leave(tree -> tree.put("pid", ended.pid()));
    try (Lease lease = take(LONG, Patience.NONE)) {
      lease.check();
      assertThat(files()).containsExactly(".lease-00000002.json");
    }
  }

  /** Its number may be another process's by now. */
  @Test
  void soIsThatOfAnEarlierProcessOfTheSameNumber() throws IOException {
    leave(tree -> tree.put("started", "12 ticks"));
    take(LONG, Patience.NONE).close();
    assertThat(files()).isEmpty();
  }

  @Test
  void ofAnotherMachineNothingIsKnownButItsSilence() throws IOException {
    leave(tree -> tree.put("machine", "another").put("started", "12 ticks"));
    assertThatThrownBy(() -> take(LONG, Patience.NONE)).isInstanceOf(LeaseHeldException.class);
    Files.setLastModifiedTime(file(1), FileTime.from(Instant.now().minus(LONG)));
    take(LONG, Patience.NONE).close();
    assertThat(files()).isEmpty();
  }

  @Test
  void aSilentHolderIsWaitedForAndALivingOneIsNot() throws Exception {
    leave(tree -> tree.put("machine", "another"));
    long start = System.nanoTime();
    take(Duration.ofSeconds(1), Patience.FOR_SILENCE).close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    leave(tree -> tree.put("machine", "another"));
    Thread renewing =
        new Thread(
            () -> {
              try {
                for (int i = 1; i < 100; i++) {
                  int renewals = i;
                  edit(1, tree -> tree.put("renewals", renewals));
                  Thread.sleep(100);
                }
              } catch (IOException | InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    renewing.start();
    assertThatThrownBy(() -> take(Duration.ofSeconds(2), Patience.FOR_SILENCE))
        .isInstanceOf(LeaseHeldException.class);
    renewing.interrupt();
    renewing.join();
  }

  @Test
  void anAttemptWaitsForTheEndOfTheOneBefore() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Lease first = take(Duration.ofSeconds(4), Patience.NONE);
      Future<Lease> second = other.submit(() -> take(Duration.ofSeconds(4), Patience.FOR_END));
      Thread.sleep(300);
      assertThat(second.isDone()).isFalse();
      first.close();
      second.get().close();
    } finally {
      other.shutdownNow();
    }
  }

  /** A process that stood still: its lease went to another one meanwhile. */
  @Test
  void whoWasTakenOverFindsOutBeforeItWritesAndKeepsTheOthersLease() throws Exception {
    Duration silence = Duration.ofMillis(400);
    Lease stood = take(silence, Patience.NONE);
    edit(1, tree -> tree.put("machine", "another").put("started", "12 ticks"));
    Files.setLastModifiedTime(file(1), FileTime.from(Instant.now().minus(LONG)));
    try (Lease other = take(LONG, Patience.NONE)) {
      Eventually.until("the lease is lost", Duration.ofSeconds(10), stood::isLost);
      assertThatThrownBy(stood::check)
          .isInstanceOf(LeaseLostException.class)
          .hasMessageContaining("may not write into")
          .hasMessageContaining("has taken it over; it ends");
      stood.close();
      other.check();
      assertThat(files()).containsExactly(".lease-00000002.json");
    }
  }

  @Test
  void soDoesOneWhoseFilesAreGone() throws Exception {
    Lease lease = take(Duration.ofMillis(400), Patience.NONE);
    Files.delete(file(1));
    Eventually.until("the lease is lost", Duration.ofSeconds(10), lease::isLost);
    assertThatThrownBy(lease::check)
        .isInstanceOf(LeaseLostException.class)
        .hasMessageContaining("its files were removed");
    lease.close();
  }

  @Test
  void isRenewedWhileItsHolderLives() throws Exception {
    try (Lease lease = take(Duration.ofMillis(400), Patience.NONE)) {
      Eventually.until(
          "some renewals",
          Duration.ofSeconds(20),
          () -> {
            try {
              return JSON.readTree(Files.readString(file(1))).path("renewals").asInt() >= 5;
            } catch (IOException e) {
              return false;
            }
          });
      assertThatCode(lease::check).doesNotThrowAnyException();
    }
  }

  @Test
  void aFileThatIsNotCompleteIsALeaseUntilItIsOld() throws IOException {
    Files.createFile(file(3));
    assertThatThrownBy(() -> take(LONG, Patience.NONE))
        .isInstanceOf(LeaseHeldException.class)
        .hasMessageContaining("is written by another process");
    Files.setLastModifiedTime(file(3), FileTime.from(Instant.now().minus(LONG)));
    take(LONG, Patience.NONE).close();
    assertThat(files()).isEmpty();
  }

  @Test
  void ofManyThatTryAtOnceOneSucceeds() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 20; round++) {
        if (round % 2 == 1) {
          leave(tree -> tree.put("started", "12 ticks"));
        }
        CountDownLatch ready = new CountDownLatch(8);
        List<Callable<Lease>> tasks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          tasks.add(
              () -> {
                ready.countDown();
                ready.await();
                try {
                  return take(LONG, Patience.NONE);
                } catch (LeaseHeldException e) {
                  return null;
                }
              });
        }
        List<Lease> taken = new ArrayList<>();
        for (Future<Lease> task : pool.invokeAll(tasks)) {
          if (task.get() != null) {
            taken.add(task.get());
          }
        }
        assertThat(taken).as("round %d", round).hasSize(1);
        taken.get(0).check();
        taken.get(0).close();
        assertThat(files()).isEmpty();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void onAnObjectStoreItIsTakenRenewedAndLostAlike() throws Exception {
    place = new org.apache.hadoop.fs.Path("s3a://bucket/run");
    store = FileStore.of(place, ObjectFiles.empty());
    Lease lease = take(Duration.ofMillis(800), Patience.NONE);
    assertThatThrownBy(() -> take(LONG, Patience.NONE)).isInstanceOf(LeaseHeldException.class);
    assertThat(ObjectFiles.keys()).containsExactly("run/.lease-00000001.json");
    Eventually.until(
        "a renewal",
        Duration.ofSeconds(10),
        () -> ObjectFiles.text("run/.lease-00000001.json").contains("\"renewals\":2"));
    String key = "run/.lease-00000001.json";
    ObjectFiles.put(
        key, ObjectFiles.text(key).replaceFirst("\"id\":\"..", "\"id\":\"zz").getBytes());
    Eventually.until("the lease is lost", Duration.ofSeconds(10), lease::isLost);
    lease.close();
    assertThat(ObjectFiles.keys()).containsExactly(key);
  }
}
