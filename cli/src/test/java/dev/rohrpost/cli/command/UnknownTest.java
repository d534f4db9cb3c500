package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Output;
import dev.rohrpost.testkit.Python;
import dev.rohrpost.testkit.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// What somebody who is not root cannot see, and is told so.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class UnknownTest {
  private static final String NOBODY = "setpriv --reuid 65534 --regid 65534 --clear-groups ";
  private static final String HIDE =
      "mount -t proc -o hidepid=2 proc /proc && grep -q hidepid= /proc/self/mounts && exec ";

  /// Root is connected to nobody, who ends when root does.
  private static final String CONNECTED =
      """
      import socket, subprocess, sys
      here, there = socket.socketpair()
      cat = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups', 'cat']
      nobody = subprocess.Popen(cat, stdin=there, stdout=there)
      there.close()
      here.send(b'x')
      here.recv(1)
      print(nobody.pid, flush=True)
      sys.stdin.read()
      """;

  @BeforeEach
  void onlyRootCanBecomeSomebodyElse() throws Exception {
    Foreign.require("setpriv");
    var user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    Assumptions.assumeTrue(user.equals(0), "only root can become somebody else");
  }

  @Test
  void theDoctorSaysWhatItCannotSee() throws Exception {
    try (var _ = Foreign.start("sleep", "600")) {
      var text = doctor(Rohrpost.shell(NOBODY + "rohrpost doctor --interval 50ms"));
      assertThat(text)
          .containsPattern("; \\d+ of them (is|are) hidden from you, so what ")
          .containsPattern(
              " ms\\)\\.\n\nUnknown\n(    .*\n)*    descriptors and system calls of .*process.*: this"
                  + " user may not trace them")
          .doesNotContain("nothing is proven");
      var json = doctor(Rohrpost.shell(NOBODY + "rohrpost doctor --interval 50ms --json"));
      assertThat(json)
          .containsPattern(
              "\"milliseconds\":[\\d.]+,\"buses\":[^}]*},\"unknown\":\\[\\{\"what\":\"")
          .containsPattern("\\{\"what\":\"descriptors and system calls of [^{]*\"pids\":\\[\\d+");
    }
  }

  @Test
  void theDoctorSaysThatProcessesAreNotEvenListed() throws Exception {
    Foreign.require("unshare");
    var look = NOBODY + "rohrpost doctor --interval 50ms";
    assertThat(doctor(Rohrpost.shell("exec unshare --mount sh -c '" + HIDE + look + "'")))
        .contains("\n\nUnknown\n")
        .contains("\n    processes of other users: /proc is mounted with hidepid\n");
    assertThat(doctor(Rohrpost.shell("exec unshare --mount sh -c '" + HIDE + look + " --json'")))
        .contains(
            "{\"what\":\"processes of other users\",\"why\":\"/proc is mounted with hidepid\","
                + "\"pids\":[]}");
  }

  @Test
  void whoeverWatchesIsToldAtTheBeginning() throws Exception {
    var line = "exec " + NOBODY + "rohrpost doctor --watch --interval 50ms";
    try (var watch = Running.start(Rohrpost.shellBuilder(line))) {
      assertThat(watch.line(Rohrpost.PATIENCE)).isEqualTo("Unknown");
    }
  }

  @Test
  void theMapSaysWhatItCannotSee() throws Exception {
    try (var sleep = Foreign.start("sleep", "600")) {
      assertThat(Rohrpost.shell(NOBODY + "rohrpost map --all").orFail().out())
          .containsPattern("sleep \\(" + sleep.pid() + "\\)  is hidden from you  .*sleep 600\n")
          .containsPattern(
              "\nUnknown\n(    .*\n)*    descriptors and system calls of .*process.*: this user may not"
                  + " trace them");
      var of = "rohrpost map --all --json --pid " + sleep.pid();
      assertThat(Rohrpost.shell(NOBODY + of).orFail().out())
          .containsPattern(
              "\\{\"pid\":" + sleep.pid() + ",\"name\":\"sleep\",[^{]*\"hidden\":true,")
          .containsPattern("\\{\"what\":\"descriptors and system calls of [^{]*\"pids\":\\[\\d+");
    }
  }

  @Test
  void whoIsAtTheOtherEndIsThereButUnseen() throws Exception {
    try (var root = Python.start(CONNECTED)) {
      var nobody = root.line(Rohrpost.PATIENCE);
      var map = "rohrpost map --kind unix --pid " + nobody;
      assertThat(Rohrpost.shell(NOBODY + map).orFail().out())
          .startsWith("cat (" + nobody + ")  cat\n")
          .containsPattern("\n +0,1  <-> unix stream  somebody unseen +blocked in read\n");
      assertThat(Rohrpost.shell(map).orFail().out())
          .containsPattern(
              "\n +0,1  <-> unix stream  .* \\(" + root.pid() + "\\) +blocked in read\n");
    }
  }

  /// Whatever others on this machine wait for: that is not what is asked here.
  private static String doctor(Output output) {
    assertThat(output.status()).as(output.err()).isIn(0, 10, 20);
    assertThat(output.err()).isEmpty();
    return output.out();
  }
}
