package dev.rohrpost.inspect.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.inspect.Unknown;
import dev.rohrpost.libc.UnistdH;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A `/proc` that hides the processes of others, in a mount namespace of its own.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class HidepidTest {
  private static final String MOUNT =
      "mount -t proc -o hidepid=$0 proc /proc && grep -q hidepid= /proc/self/mounts && exec \"$@\"";

  @TempDir Path folder;

  @BeforeEach
  void onlyRootCanHide() {
    Assumptions.assumeTrue(UnistdH.geteuid() == 0, "only root can mount");
  }

  @ParameterizedTest
  @CsvSource({
    "1, all but the number of ",
    "2, processes of other users",
    "ptraceable, processes of other users"
  })
  void whatIsHiddenIsSaidAndNothingIsProven(String hidepid, String what) throws Exception {
    try (var ward = new Ward(folder)) {
      var stuck = ward.admit("hidden", "stuck");
      var _ = Ward.examineUntil(diagnosis -> !Ward.findingsAbout(stuck, diagnosis).isEmpty());
      var pid = stuck.pids().getLast();
      var said = behind(hidepid, "nobody", Integer.toString(pid));
      assertThat(said.lines().filter(line -> line.startsWith("unknown ")))
          .anySatisfy(
              line -> assertThat(line).contains(what).endsWith(": /proc is mounted with hidepid"));
      assertThat(said.lines().filter(line -> line.startsWith("finding ")))
          .anySatisfy(
              line -> assertThat(line).contains("LIKELY", "unknown: " + what, pid.toString()))
          .noneMatch(line -> line.contains("PROVEN"));
    }
  }

  @Test
  void fromWhoMayTraceEverybodyNothingIsHidden() throws Exception {
    var said = behind("2", "root", "0");
    assertThat(said).doesNotContain("hidepid");
    assertThat(said.lines()).contains("sees 1");
  }

  static String behind(String hidepid, String user, String pid) throws Exception {
    try (var jvm =
        Jvm.of(Onlooker.class, user, pid)
            .under(Foreign.require("unshare").toString(), "--mount", "sh", "-c", MOUNT, hidepid)
            .start()) {
      return jvm.await(Ward.PATIENCE).orFail().out();
    }
  }

  /// Says what it finds, as soon as that is something about a process.
  static final class Onlooker {
    private Onlooker() {}

    public static void main(String... arguments) throws Exception {
      var pid = Integer.parseInt(arguments[1]);
      Callable<Diagnosis> look = () -> Doctor.examine(Ward.INTERVAL);
      var end = System.nanoTime() + Ward.PATIENCE.toNanos();
      Diagnosis diagnosis;
      do {
        diagnosis = arguments[0].equals("nobody") ? Nobody.does(look) : look.call();
      } while (pid != 0 && !isAbout(pid, diagnosis) && System.nanoTime() < end);
      for (Unknown unknown : diagnosis.picture().unknown()) {
        System.out.println("unknown " + unknown.what() + ": " + unknown.why());
      }
      for (var finding : diagnosis.findings()) {
        System.out.println("finding " + Ward.text(finding).replace('\n', ' '));
      }
      System.out.println(
          diagnosis.picture().processes().stream()
              .map(process -> "sees " + process.pid())
              .collect(Collectors.joining("\n")));
    }

    private static boolean isAbout(int pid, Diagnosis diagnosis) {
      return diagnosis.findings().stream().anyMatch(one -> Ward.pids(one).contains(pid));
    }
  }
}
