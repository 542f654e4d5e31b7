package org.gflownet.reward.chem.docking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.gflownet.testing.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that behave and programs that do not. */
@Timeout(60)
class ExternalProgramTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(700);

  @TempDir private Path folder;

  private ExternalProgram script(String... lines) throws IOException {
    Path file = folder.resolve("program");
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return new ExternalProgram(file.toString(), "write it", 1000);
  }

  private long pidIn(String file) throws IOException {
    return Long.parseLong(Files.readString(folder.resolve(file)).strip());
  }

  private void assertDies(String pidFile) throws IOException {
    long pid = pidIn(pidFile);
    Eventually.until(pidFile + " " + pid + " dies", LONG, () -> !isAlive(pid));
  }

  private static boolean isAlive(long pid) {
    // A killed process whose parent does not wait for it stays listed, without a command.
    return ProcessHandle.of(pid).filter(p -> p.info().command().isPresent()).isPresent();
  }

  @Test
  void returnsWhatWasWrittenToBothStreams() throws Exception {
    assertThat(script("echo one", "echo two >&2").run(folder, LONG, List.of()))
        .isEqualTo("one\ntwo\n");
  }

  @Test
  void passesArgumentsAsTheyAre() throws Exception {
    String nasty = "C#N;$(touch broken)`touch broken` *'\"\\";
    assertThat(script("printf '%s|' \"$@\"").run(folder, LONG, List.of(nasty, "b c")))
        .isEqualTo(nasty + "|b c|");
    assertThat(folder.resolve("broken")).doesNotExist();
  }

  @Test
  void hasNoInputToWaitFor() throws Exception {
    assertThat(script("cat", "echo done").run(folder, LONG, List.of())).isEqualTo("done\n");
  }

  @Test
  void namesTheExitCodeAndTheLastLine() throws IOException {
    ExternalProgram program = script("echo first", "echo 'bad ligand'", "exit 3");
    assertThatThrownBy(() -> program.run(folder, LONG, List.of()))
        .isInstanceOf(ExternalProgramException.class)
        .hasMessage(program.executable() + ": exit code 3: bad ligand");
  }

  @Test
  void reportsAProgramThatDies() throws IOException {
    ExternalProgram program = script("kill -SEGV $$");
    assertThatThrownBy(() -> program.run(folder, LONG, List.of()))
        .isInstanceOf(ExternalProgramException.class)
        .hasMessageContaining("exit code 139");
  }

  @Test
  void saysWhatToDoAboutAMissingProgram() {
    ExternalProgram missing = new ExternalProgram("no-such-program-here", "install it", 1000);
    Throwable thrown = catchThrowable(() -> missing.run(folder, LONG, List.of()));
    assertThat(thrown)
        .isInstanceOf(ExternalProgramException.class)
        .hasMessage("no-such-program-here not found or not executable: install it");
    assertThat(((ExternalProgramException) thrown).isPermanent()).isTrue();
  }

  @Test
  void killsAProgramThatHangsAndItsChildren() throws Exception {
    ExternalProgram program = script("sleep 600 & echo $! > child", "echo $$ > parent", "wait");
    assertThatThrownBy(() -> program.run(folder, SHORT, List.of()))
        .isInstanceOf(ExternalProgramException.class)
        .hasMessageContaining("no end within 0.7 s");
    assertDies("child");
    assertDies("parent");
  }

  @Test
  void killsChildrenThatOutliveTheProgram() throws Exception {
    ExternalProgram program =
        script("sleep 600 > /dev/null 2>&1 &", "echo $! > child", "sleep 0.3", "echo ended");
    assertThat(program.run(folder, LONG, List.of())).isEqualTo("ended\n");
    assertDies("child");
  }

  @Test
  void killsChildrenThatHaveASessionOfTheirOwn() throws Exception {
    ExternalProgram program =
        script("setsid sh -c 'echo $$ > child; exec sleep 600' &", "sleep 0.3", "exit 0");
    program.run(folder, LONG, List.of());
    assertDies("child");
  }

  @Test
  void killsAProgramThatFloodsItsOutput() throws Exception {
    ExternalProgram program = script("echo $$ > parent", "yes");
    assertThatThrownBy(() -> program.run(folder, LONG, List.of()))
        .isInstanceOf(ExternalProgramException.class)
        .hasMessageContaining("wrote more than 1000 bytes");
    assertDies("parent");
  }

  @Test
  void allowsOutputUpToTheLimit() throws Exception {
    assertThat(script("head -c 1000 /dev/zero").run(folder, LONG, List.of())).hasSize(1000);
    ExternalProgram more = script("head -c 1001 /dev/zero");
    assertThatThrownBy(() -> more.run(folder, LONG, List.of()))
        .isInstanceOf(ExternalProgramException.class)
        .hasMessageContaining("wrote more than 1000 bytes");
  }

  @Test
  void killsTheProgramWhenTheThreadIsInterrupted() throws Exception {
    ExternalProgram program = script("echo $$ > parent.tmp", "mv parent.tmp parent", "sleep 600");
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread runner =
        new Thread(() -> thrown.set(catchThrowable(() -> program.run(folder, LONG, List.of()))));
    runner.start();
    Eventually.until("start", LONG, () -> Files.exists(folder.resolve("parent")));
    runner.interrupt();
    runner.join();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertDies("parent");
  }

  @Test
  void refusesAnEmptyNameAndAnEmptyOutput() {
    assertThatThrownBy(() -> new ExternalProgram(" ", "install it", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs a name");
    assertThatThrownBy(() -> new ExternalProgram("vina", "install it", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("output limit 0 bytes");
  }
}
