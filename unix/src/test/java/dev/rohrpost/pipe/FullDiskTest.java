package dev.rohrpost.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.fd.WriteEnd;
import dev.rohrpost.libc.CPath;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A file system of 16 KiB behind a write end, and behind a pipe that is emptied into it.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
@Row("F14")
class FullDiskTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int ROOM = 16 * 1024;

  @TempDir Path folder;

  /// Writes four times what there is room for.
  static final class Writer {
    private Writer() {}

    public static void main(String... arguments) throws Exception {
      try (var arena = Arena.ofConfined()) {
        var bytes = arena.allocate(4 * ROOM);
        try (var file = open(arguments[0] + "/all")) {
          file.write(bytes);
        } catch (UnixException e) {
          System.out.println(e.getMessage().replaceAll("fd \\d+", "fd"));
        }
        Files.delete(Path.of(arguments[0], "all"));
        try (var file = open(arguments[0] + "/part")) {
          var transfer = file.write(bytes, Deadline.NOW);
          System.out.println(transfer instanceof Transfer.Bytes(int count) ? count : -1);
        }
        Files.delete(Path.of(arguments[0], "part"));
        splice(arguments[0]);
      }
    }

    private static void splice(String folder) throws Exception {
      try (var pipe = Pipe.open();
          var file = open(folder + "/spliced")) {
        Text.send(pipe.writeEnd(), "x".repeat(4 * ROOM));
        pipe.writeEnd().close();
        Splice.all(pipe.readEnd().fd(), file.fd());
      } catch (UnixException e) {
        System.out.println(e.call() + " " + e.errno());
      }
      System.out.println(Files.size(Path.of(folder, "spliced")));
    }

    private static WriteEnd open(String path) throws UnixException {
      try (var arena = Arena.ofConfined()) {
        var flags = FcntlH.O_WRONLY | FcntlH.O_CREAT | FcntlH.O_CLOEXEC;
        return new WriteEnd(Fd.own(FcntlH.open(CPath.of(Path.of(path), arena), flags, 0600)));
      }
    }
  }

  @Test
  void whatHadFittedIsTold() throws Exception {
    Foreign.require("unshare");
    var mount = "mount -t tmpfs -o size=16k none " + folder;
    var probe = Foreign.run(PATIENCE, "unshare", "--mount", "sh", "-c", mount);
    Assumptions.assumeTrue(probe.status() == 0, () -> "a file system cannot be mounted: " + probe);
    try (var jvm =
        Jvm.of(Writer.class, folder.toString())
            .under("unshare", "--mount", "sh", "-c", mount + " && exec \"$@\"", "sh")
            .start()) {
      assertThat(jvm.await(PATIENCE).orFail().out())
          .isEqualTo(
              """
              write(fd after 16384 of 65536 bytes): ENOSPC: no space left on device
              16384
              splice ENOSPC
              16384
              """);
    }
  }
}
