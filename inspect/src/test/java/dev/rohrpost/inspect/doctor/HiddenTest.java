package dev.rohrpost.inspect.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.libc.UnistdH;
import dev.rohrpost.testkit.CProgram;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class HiddenTest {
  @TempDir Path folder;

  @Test
  void whoDoesNotSeeEverybodyProvesNothing() throws Exception {
    Assumptions.assumeTrue(UnistdH.geteuid() == 0, "only root can hide from others");
    try (var ward = new Ward(folder)) {
      var drained = ward.admit("hidden", "drained");
      var stuck = ward.admit("hidden", "stuck");
      var seen = Ward.examineUntil(diagnosis -> !Ward.findingsAbout(stuck, diagnosis).isEmpty());
      assertThat(Ward.only(stuck, seen)).matches(Ward::isProven);
      assertThat(Ward.findingsAbout(drained, seen)).isEmpty();

      var diagnosis = Nobody.does(() -> Doctor.examine(Ward.INTERVAL));
      assertThat(diagnosis.hidden()).isPositive();
      assertThat(diagnosis.findings()).noneMatch(finding -> finding.tier() == Tier.PROVEN);
      assertThat(diagnosis.picture().unknown()).isNotEmpty();
      var finding = Ward.only(stuck, diagnosis);
      assertThat(finding.tier()).isEqualTo(Tier.LIKELY);
      assertThat(finding.whyNotHigher()).isNotEmpty();
    }
  }

  /// What others have is counted by the kernel, even if it is not shown.
  @Test
  void whoMayNotTraceEverybodyProvesByWhatTheKernelCounts() throws Exception {
    Assumptions.assumeTrue(UnistdH.geteuid() == 0, "only root has a capability to lose");
    assertThat(siblings("setpriv", "--bounding-set=-sys_ptrace"))
        .contains("unknown: descriptors and system calls of ")
        .contains("MUTUAL_READ PROVEN");
  }

  @Test
  void whoSeesOnlyItsContainerProvesNothing() throws Exception {
    Assumptions.assumeTrue(UnistdH.geteuid() == 0, "only root can make a namespace");
    assertThat(siblings("unshare", "--pid", "--fork", "--mount-proc"))
        .contains("MUTUAL_READ LIKELY")
        .contains("processes outside of this PID namespace");
  }

  private static String siblings(String command, String... options) throws Exception {
    var under =
        Stream.concat(Stream.of(Foreign.require(command).toString()), Arrays.stream(options));
    var program = CProgram.of(Ward.class, "siblings.c").toString();
    try (var onlooker =
        Jvm.of(Onlooker.class, program).under(under.toArray(String[]::new)).start()) {
      return onlooker.await(Ward.PATIENCE).orFail().out();
    }
  }

  /// Lets two processes wait for each other, and says what the doctor says.
  static final class Onlooker {
    private Onlooker() {}

    public static void main(String... arguments) throws Exception {
      try (var siblings = Foreign.start(arguments[0], "both")) {
        var patient = siblings.line(Ward.PATIENCE);
        var pid = Integer.parseInt(patient.substring(patient.lastIndexOf(' ') + 1));
        var diagnosis =
            Ward.examineUntil(
                seen -> seen.findings().stream().anyMatch(one -> Ward.pids(one).contains(pid)));
        diagnosis
            .picture()
            .unknown()
            .forEach(unknown -> System.out.println("unknown: " + unknown.what()));
        System.out.println(
            diagnosis.findings().stream()
                .map(one -> Ward.text(one).replace('\n', ' '))
                .collect(Collectors.joining(" ")));
        siblings.handle().descendants().forEach(ProcessHandle::destroyForcibly);
      }
    }
  }
}
