package dev.rohrpost.queue;

import static dev.rohrpost.queue.Queues.bytes;
import static dev.rohrpost.queue.Queues.posix;
import static dev.rohrpost.queue.Queues.removing;
import static dev.rohrpost.queue.Queues.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.ipc.SystemVKey;
import dev.rohrpost.testkit.CProgram;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// With `ipcmk`, `ipcs`, `ipcrm` and `lsipc`, a C program and Python at the other end.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
@Tag("busy")
class ForeignProgramsTest {
  private static final String PYTHON =
      """
      import ctypes, os, sys
      libc = ctypes.CDLL(None, use_errno=True)
      key = libc.ftok(sys.argv[1].encode(), ord(sys.argv[2]))
      queue = libc.msgget(key, 0)
      buffer = ctypes.create_string_buffer(8 + 100)
      size = libc.msgrcv(queue, buffer, 100, ctypes.c_long(-5), 0)
      answer = b'\\x07' + bytes(7) + buffer.raw[8:8 + size].upper()
      sys.exit(libc.msgsnd(queue, answer, size, 0))
      """;

  @TempDir Path folder;

  private static String run(String program, String... arguments) throws InterruptedException {
    return Foreign.run(Queues.PATIENCE, program, arguments).orFail().out().strip();
  }

  private static String queues() {
    return CProgram.of(ForeignProgramsTest.class, "queues.c").toString();
  }

  @Test
  void aCProgramSendsToAndReceivesFromASystemVQueue() throws Exception {
    var queue = Queues.systemV();
    var id = Integer.toString(queue.id());
    try (var _ = removing(queue)) {
      var _ = run(queues(), "msgsend", id, "12", "from C");
      var message = queue.receive(TypeSelection.ofType(12), soon()).orElseThrow();
      assertThat(message.text()).isEqualTo("from C");
      try (var receiver = Foreign.start(queues(), "msgreceive", id, "-40")) {
        assertThat(queue.send(bytes("from Java"), 41, soon())).isTrue();
        assertThat(queue.send(bytes("urgent"), 40, soon())).isTrue();
        assertThat(receiver.await(Queues.PATIENCE).orFail().out()).isEqualTo("40 urgent\n");
        assertThat(queue.status().lastReceiver()).isEqualTo((int) receiver.pid());
      }
    }
  }

  @Test
  void pythonMeetsUsAtAFile() throws Exception {
    var file = Files.createFile(folder.resolve("meeting"));
    var queue = SystemVQueue.create(SystemVKey.of(file, 'R'));
    try (var _ = removing(queue);
        var python = Foreign.start("python3", "-c", PYTHON, file.toString(), "R")) {
      assertThat(queue.send(bytes("hello"), 5, soon())).isTrue();
      assertThat(queue.receive(TypeSelection.ofType(7), soon()).orElseThrow().text())
          .isEqualTo("HELLO");
      assertThat(python.await(Queues.PATIENCE).status()).isZero();
    }
  }

  @Test
  void aCProgramSendsToAndReceivesFromAPosixQueue() throws Exception {
    var queue = posix(2, 100);
    try (var _ = removing(queue)) {
      var _ = run(queues(), "mqsend", queue.name(), "9", "from C");
      var message = queue.receive(soon()).orElseThrow();
      assertThat(message.text()).isEqualTo("from C");
      assertThat(message.priority()).isEqualTo(9);
      assertThat(queue.send(bytes("from Java"), 32_767, soon())).isTrue();
      assertThat(run(queues(), "mqreceive", queue.name())).isEqualTo("32767 from Java");
    }
  }

  @Test
  void whatIpcmkMakesIsUsedAndWhatWeMakeIpcrmRemoves() throws Exception {
    var made = Pattern.compile("\\d+").matcher(run("ipcmk", "-Q", "-p", "0620"));
    assertThat(made.find()).isTrue();
    var theirs = SystemVQueue.ofId(Integer.parseInt(made.group()));
    try (var _ = removing(theirs)) {
      assertThat(theirs.status().ownership().mode()).isEqualTo(FileMode.of(0620));
      assertThat(theirs.status().key().isPrivate()).isFalse();
      assertThat(theirs.send(bytes("x"), 1, Deadline.NOW)).isTrue();
    }
    var ours = SystemVQueue.create(Queues.key());
    try (var _ = removing(ours)) {
      assertThat(run("ipcs", "-q")).contains(ours.status().key() + " " + ours.id());
      var _ = run("ipcrm", "-q", Integer.toString(ours.id()));
      assertThatThrownBy(ours::status).satisfies(e -> Queues.is(e, Errno.EINVAL));
    }
  }

  @Test
  @Row("MSG-13")
  void ourListSaysWhatTheKernelAndLsipcSay() throws Exception {
    var before = Instant.now().minusSeconds(2);
    var queue = SystemVQueue.create(Queues.key());
    try (var _ = removing(queue)) {
      assertThat(queue.send(bytes("twelve bytes"), 1, soon())).isTrue();
      assertThat(queue.send(bytes("five!"), 1, soon())).isTrue();
      var _ = run(queues(), "msgreceive", Integer.toString(queue.id()), "0");
      var listed =
          SystemVQueue.list().stream().filter(q -> q.id() == queue.id()).findFirst().orElseThrow();
      assertThat(listed).isEqualTo(queue.status());
      assertThat(listed.lastSent().orElseThrow()).isAfter(before);
      assertThat(listed.lastReceived().orElseThrow()).isAfter(before);
      assertThat(listed.changed()).isAfter(before);
      assertThat(listed.lastSender()).isEqualTo((int) ProcessHandle.current().pid());
      assertThat(procLine(queue.id()))
          .startsWith(
              Integer.toString(listed.key().number()),
              Integer.toString(queue.id()),
              "600",
              "5",
              "1",
              Integer.toString(listed.lastSender()),
              Integer.toString(listed.lastReceiver()));
      var fields = "KEY,ID,USEDBYTES,MSGS,LSPID,LRPID";
      var line =
          List.of(
              listed.key().toString(),
              Integer.toString(queue.id()),
              "5",
              "1",
              Integer.toString(listed.lastSender()),
              Integer.toString(listed.lastReceiver()));
      assertThat(run("lsipc", "-q", "--bytes", "--raw", "--noheadings", "-o", fields).lines())
          .contains(String.join(" ", line));
    }
    assertThat(SystemVQueue.list()).noneMatch(q -> q.id() == queue.id());
  }

  private static List<String> procLine(int id) throws Exception {
    return Files.readAllLines(Path.of("/proc/sysvipc/msg")).stream()
        .map(line -> List.of(line.strip().split("\\s+", -1)))
        .filter(fields -> fields.get(1).equals(Integer.toString(id)))
        .findFirst()
        .orElseThrow();
  }
}
