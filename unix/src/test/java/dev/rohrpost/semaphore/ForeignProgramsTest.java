package dev.rohrpost.semaphore;

import static dev.rohrpost.semaphore.Sets.removing;
import static dev.rohrpost.semaphore.Sets.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.testkit.CProgram;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import dev.rohrpost.testkit.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// With `ipcmk`, `ipcs`, `ipcrm` and `lsipc`, and a C program that holds a semaphore.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
@Tag("busy")
class ForeignProgramsTest {
  private static String run(String program, String... arguments) throws InterruptedException {
    return Foreign.run(Sets.PATIENCE, program, arguments).orFail().out().strip();
  }

  private static String holder() {
    return CProgram.of(ForeignProgramsTest.class, "holder.c").toString();
  }

  @Test
  void aCProgramAndWeTakeTurns() throws Exception {
    var set = Sets.of(1);
    try (var _ = removing(set);
        var other = Foreign.start(holder(), "" + set.id(), "0")) {
      assertThat(other.line(Sets.PATIENCE)).isEqualTo("taken");
      assertThat(set.operate(Deadline.NOW, Operation.take(0))).isFalse();
      other.endInput(); // it gives back
      assertThat(set.operate(soon(), Operation.take(0))).isTrue();
      try (var next = Foreign.start(holder(), "" + set.id(), "0")) {
        while (set.status(0).waitingForMore() < 1) {
          Thread.onSpinWait();
        }
        assertThat(set.operate(Deadline.NOW, Operation.give(0))).isTrue();
        assertThat(next.line(Sets.PATIENCE)).isEqualTo("taken");
        next.endInput();
        assertThat(next.await(Sets.PATIENCE).status()).isZero();
      }
      assertThat(set.values()).containsExactly(1);
    }
  }

  @Test
  @Row("F21")
  void whoDiedWithASemaphoreIsKnownAndCanHaveItUndone() throws Exception {
    var set = Sets.of(1, 1);
    try (var _ = removing(set);
        var keeps = Foreign.start(holder(), "" + set.id(), "0");
        var undoes = Foreign.start(holder(), "" + set.id(), "1", "undo")) {
      assertThat(keeps.line(Sets.PATIENCE)).isEqualTo("taken");
      assertThat(undoes.line(Sets.PATIENCE)).isEqualTo("taken");
      assertThat(set.values()).containsExactly(0, 0);
      kill(keeps);
      kill(undoes);
      assertThat(set.operate(soon(), Operation.take(1).undoneAtExit())).isTrue();
      assertThat(set.operate(Deadline.NOW, Operation.take(0))).isFalse();
      var last = set.status(0).lastProcess();
      assertThat(last).isEqualTo((int) keeps.pid());
      assertThat(ProcessHandle.of(last).filter(ProcessHandle::isAlive)).isEmpty();
      assertThat(set.operate(Deadline.NOW, Operation.give(1).undoneAtExit())).isTrue();
      assertThat(set.values()).containsExactly(0, 1);
    }
  }

  private static void kill(Running holder) throws InterruptedException {
    assertThat(holder.handle().destroyForcibly()).isTrue();
    holder.awaitEnd();
  }

  @Test
  void whatIpcmkMakesIsUsedAndWhatWeMakeIpcrmRemoves() throws Exception {
    var made = Pattern.compile("\\d+").matcher(run("ipcmk", "-S", "3", "-p", "0620"));
    assertThat(made.find()).isTrue();
    var theirs = SemaphoreSet.ofId(Integer.parseInt(made.group()));
    try (var _ = removing(theirs)) {
      assertThat(theirs.status().ownership().mode()).isEqualTo(FileMode.of(0620));
      assertThat(theirs.values()).containsExactly(0, 0, 0);
      assertThat(theirs.operate(Deadline.NOW, Operation.give(2))).isTrue();
    }
    var ours = SemaphoreSet.create(Sets.key(), 1);
    try (var _ = removing(ours)) {
      assertThat(run("ipcs", "-s")).contains(ours.status().key() + " " + ours.id());
      var _ = run("ipcrm", "-s", "" + ours.id());
      assertThatThrownBy(ours::status).satisfies(e -> Sets.is(e, Errno.EINVAL));
    }
  }

  @Test
  void ourListSaysWhatTheKernelAndLsipcSay() throws Exception {
    var set = SemaphoreSet.create(Sets.key(), 4);
    try (var _ = removing(set)) {
      assertThat(set.status().lastOperation()).isEmpty();
      assertThat(set.operate(Deadline.NOW, Operation.give(0))).isTrue();
      assertThat(set.status().lastOperation()).isPresent();
      var listed =
          SemaphoreSet.list().stream().filter(s -> s.id() == set.id()).findFirst().orElseThrow();
      assertThat(listed).isEqualTo(set.status());
      assertThat(procLine(set.id()))
          .startsWith(
              Integer.toString(listed.key().number()), Integer.toString(set.id()), "600", "4");
      assertThat(run("lsipc", "-s", "--raw", "--noheadings", "-o", "KEY,ID,NSEMS").lines())
          .contains(listed.key() + " " + set.id() + " 4");
    }
    assertThat(SemaphoreSet.list()).noneMatch(s -> s.id() == set.id());
  }

  private static List<String> procLine(int id) throws Exception {
    return Files.readAllLines(Path.of("/proc/sysvipc/sem")).stream()
        .map(line -> List.of(line.strip().split("\\s+", -1)))
        .filter(fields -> fields.get(1).equals(Integer.toString(id)))
        .findFirst()
        .orElseThrow();
  }
}
