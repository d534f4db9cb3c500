package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Servers of other people through restarts with good and broken versions, while clients ask.
@Timeout(180)
class SuperviseServersTest {
  @TempDir Path folder;

  @SuppressWarnings("ImmutableEnumChecker") // the lists are not modifiable
  enum Server {
    NGINX("nginx", "dies", "nginx.sh nginx.conf", "--graceful-signal QUIT"),
    GUNICORN("gunicorn", "silent", "gunicorn.sh app.py", "--graceful-signal TERM"),
    HAPROXY("haproxy", "dies", "haproxy.sh haproxy.cfg", "--graceful-signal USR1"),
    NODE("node", "silent", "node.sh server.js", "--notify");

    final String program;
    final String third;
    final String files;
    final String options;

    /// @param third the third way in which a version of it is broken
    /// @param files beginning with the script that starts it
    Server(String program, String third, String files, String options) {
      this.program = program;
      this.third = third;
      this.files = files;
      this.options = options;
    }

    /// Those that never say anything are ready when they have lived longer than broken ones do on a
    /// busy machine.
    SupervisedService start(Path folder) throws IOException {
      Foreign.require(program);
      Foreign.require("systemd-notify");
      var names = files.split(" ", -1);
      for (var name : names) {
        SupervisedService.copy(folder, "servers/" + name);
      }
      Files.writeString(folder.resolve("version"), "good");
      var words = new ArrayList<>(List.of("--listen", "tcp://127.0.0.1:0"));
      words.addAll(List.of("--min-uptime", "2s", "--ready-timeout", "10s", "--max-crashes", "1"));
      words.addAll(List.of(options.split(" ", -1)));
      words.addAll(List.of("--", "sh", names[0]));
      return SupervisedService.start(folder, words.toArray(String[]::new));
    }
  }

  private static String address(String listening) {
    var matcher = Pattern.compile("tcp://([0-9.:]+)").matcher(listening);
    assertThat(matcher.find()).as(listening).isTrue();
    return matcher.group(1);
  }

  @ParameterizedTest
  @EnumSource
  void neitherGoodNorBrokenVersionsCostARequest(Server server) throws Exception {
    try (var service = server.start(folder)) {
      var address = address(service.event("listening"));
      service.ready(1);
      try (var requests = Requests.to(address, "served")) {
        var generation = 1;
        for (var broken : List.of("broken", "exits", server.third)) {
          version(broken);
          service.send("USR1").event("generation_failed", "\"generation\":" + ++generation);
          version("good");
          service.send("USR1").ready(++generation);
        }
        requests.noneWasLost();
      }
      service.send("TERM");
      assertThat(service.end().orFail().out()).contains("\"stopped\",\"failed\":false");
      assertThat(service.left()).isEmpty();
    }
  }

  private void version(String name) throws IOException {
    Files.writeString(folder.resolve("version"), name);
  }

  /// What logrotate does: the file is moved away, and nginx is to open another.
  @ParameterizedTest
  @CsvSource({"ALRM, USR1", "USR1, USR1", "HUP, HUP"})
  void nginxOpensItsLogAgainWhenASignalIsForwarded(String signal, String as) throws Exception {
    try (var service = nginx(folder, signal + "=" + as)) {
      var address = address(service.event("listening"));
      service.ready(1);
      try (var requests = Requests.to(address, "served")) {
        Files.move(folder.resolve("access.log"), folder.resolve("access.log.1"));
        service.send(signal).event("forwarded", "\"as\":\"SIG" + as);
        awaitText(folder.resolve("access.log"));
        requests.noneWasLost();
      }
      service.send("TERM");
      assertThat(service.end().orFail().out()).doesNotContain("graceful_restart", "reload");
    }
  }

  private static SupervisedService nginx(Path folder, String forward) throws IOException {
    Foreign.require("nginx");
    SupervisedService.copy(folder, "servers/nginx.sh", "servers/nginx.conf");
    Files.writeString(folder.resolve("version"), "good");
    return SupervisedService.start(
        folder,
        "--listen",
        "tcp://127.0.0.1:0",
        "--graceful-signal",
        "QUIT",
        "--forward",
        forward,
        "--",
        "sh",
        "nginx.sh");
  }

  private static void awaitText(Path file) throws InterruptedException {
    Rohrpost.shell(
            "timeout 60 sh -c 'until [ -s \"$1\" ]; do sleep 0.05; done' sh \"$1\"",
            file.toString())
        .orFail();
  }
}
