package dev.rohrpost.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.libc.UnistdH;
import dev.rohrpost.testkit.CProgram;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Who adopts orphans reaps them, and nobody else's children. Each test is a JVM of its own: one
/// that adopts does so for good.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(300)
class OrphanReaperTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String ROUNDS = "200";
  private static final int IN_FAMILY = 4;

  private static Jvm program(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.add(2, CProgram.of(OrphanReaperTest.class, "family.c").toString());
    return Jvm.of(OrphansProgram.class, all.toArray(String[]::new));
  }

  private static Output run(Jvm jvm) throws InterruptedException {
    try (var running = jvm.start()) {
      return running.await(PATIENCE).orFail();
    }
  }

  private static Jvm first(Jvm jvm) {
    Assumptions.assumeTrue(UnistdH.geteuid() == 0, "only root can make a namespace");
    var unshare = Foreign.require("unshare").toString();
    return jvm.under(unshare, "--pid", "--fork", "--mount-proc", "--kill-child");
  }

  private static void assertAllReaped(Output output, int ways) {
    var orphans = ways * IN_FAMILY * Integer.parseInt(ROUNDS);
    assertThat(output.out().lines())
        .containsExactly("adopts true", "wrong []", "reaped {exit status 77=" + orphans + "}");
  }

  @Test
  void aSubreaperGetsEveryOrphanAndNoChildLosesItsStatus() throws Exception {
    assertAllReaped(run(program("subreaper", "race", ROUNDS)), 5);
  }

  @Test
  void theFirstProcessOfANamespaceDoes() throws Exception {
    assertAllReaped(run(first(program("first", "race", ROUNDS))), 5);
  }

  /// The numbers in `/proc` are those of another namespace.
  @Test
  void itDoesWithoutAProcOfItsOwn() throws Exception {
    Assumptions.assumeTrue(UnistdH.geteuid() == 0, "only root can make a namespace");
    var unshare = Foreign.require("unshare").toString();
    var jvm = program("first", "race without the JDK", ROUNDS);
    assertAllReaped(run(jvm.under(unshare, "--pid", "--fork", "--kill-child")), 2);
  }

  @Test
  void orphansAreFoundBehindAChildThatNobodyReaps() throws Exception {
    assertThat(run(program("subreaper", "foreign")).out().lines())
        .contains("its own exit status 9", "reaped {exit status 77=80}");
  }

  @Test
  void aThreadOfTheJdkThatWaitsForAnOrphanHoldsNothingUp() throws Exception {
    assertThat(run(program("subreaper", "jdk")).out().lines())
        .contains("reaped {ended by SIGKILL=1, exit status 77=80}");
  }

  @Test
  void aListenerThatThrowsIsToldOfTheNextOrphan() throws Exception {
    var output = run(program("subreaper", "orphans").with("-Dfaulty=true"));
    assertThat(output.out().lines()).contains("reaped {exit status 77=80}");
    assertThat(output.err()).contains("IllegalStateException: faulty");
  }
}
