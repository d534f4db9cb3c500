package dev.rohrpost.inspect.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.libc.UnistdH;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class StaleSocketsTest {
  private static final String MOUNT =
      "mount -t tmpfs none $0/one && mount -t tmpfs none $0/two && exec \"$@\"";

  @TempDir Path folder;

  /// The first files of two file systems have the same inode.
  @Test
  void aSocketOfAnotherFileSystemIsAnotherOne() throws Exception {
    Assumptions.assumeTrue(UnistdH.geteuid() == 0, "only root can mount");
    var live = Files.createDirectory(folder.resolve("one")).resolve("live.sock");
    var stale = Files.createDirectory(folder.resolve("two")).resolve("stale.sock");
    try (var jvm =
        Jvm.of(Onlooker.class, live.toString(), stale.toString())
            .under(
                Foreign.require("unshare").toString(),
                "--mount",
                "sh",
                "-c",
                MOUNT,
                folder.toString())
            .start()) {
      var said = jvm.await(Ward.PATIENCE).orFail().out();
      assertThat(said)
          .contains("same inode: true", stale + " is the file of a socket that is not there")
          .doesNotContain(live + " is the file");
    }
  }

  /// Has one socket and leaves the file of another, and says what the doctor says.
  static final class Onlooker {
    private Onlooker() {}

    public static void main(String... arguments) throws Exception {
      var live = Path.of(arguments[0]);
      var stale = Path.of(arguments[1]);
      try (var channel = listen(live)) {
        listen(stale).close();
        System.out.println("same inode: " + inode(live).equals(inode(stale)));
        for (var finding : Doctor.examine(Ward.INTERVAL).findings()) {
          System.out.println(Ward.text(finding));
        }
        System.out.println(channel.isOpen());
      }
    }

    private static ServerSocketChannel listen(Path file) throws Exception {
      return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
          .bind(UnixDomainSocketAddress.of(file));
    }

    private static Object inode(Path file) throws Exception {
      return Files.getAttribute(file, "unix:ino");
    }
  }
}
