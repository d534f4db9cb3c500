package dev.rohrpost.inspect.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.libc.UnistdH;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Yama refuses the system calls of a process to all but its parents, and shows the rest. Here a
/// file that nobody may read lies over them.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class PtraceScopeTest {
  private static final String COVER =
      "for pid in $1; do mount --bind \"$0\" /proc/$pid/syscall || exit; done; shift; exec \"$@\"";

  @TempDir Path folder;

  @Test
  void whoseCallsMayNotBeLookedAtMayWaitForAnythingThatTheirFunctionIsAbout() throws Exception {
    Assumptions.assumeTrue(UnistdH.geteuid() == 0, "only root can mount");
    var cover = folder.resolve("cover");
    Files.createFile(
        cover, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
    try (var ward = new Ward(folder)) {
      var stuck = ward.admit("hidden", "without_errors");
      var _ = Ward.examineUntil(diagnosis -> !Ward.findingsAbout(stuck, diagnosis).isEmpty());
      var pids =
          stuck.pids().stream().distinct().map(String::valueOf).collect(Collectors.joining(" "));
      var own = stuck.pids().getLast().toString();
      try (var jvm =
          Jvm.of(HidepidTest.Onlooker.class, "nobody", own)
              .under(
                  Foreign.require("unshare").toString(),
                  "--mount",
                  "sh",
                  "-c",
                  COVER,
                  cover.toString(),
                  pids)
              .start()) {
        var said = jvm.await(Ward.PATIENCE).orFail().out();
        assertThat(said)
            .containsPattern("unknown system calls of \\d+ processes: .*ptrace_scope")
            .containsPattern("finding DEADLOCK LIKELY .*" + own);
      }
    }
  }
}
