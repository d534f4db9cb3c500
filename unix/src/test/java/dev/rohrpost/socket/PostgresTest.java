package dev.rohrpost.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.fd.Fd;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Running;
import dev.rohrpost.unix.Nobody;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The driver and the server are those of PostgreSQL; the server has no port.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class PostgresTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Path RELEASES = Path.of("/usr/lib/postgresql");
  private static final int NOBODY = 65_534;

  @TempDir Path folder;

  @Test
  void aDatabaseDriverTalksToItsServer() throws Exception {
    var data = ofNobody("data");
    var sockets = ofNobody("sockets");
    try (var initdb =
        Nobody.start(
            program("initdb"),
            "-D",
            data,
            "-U",
            "test",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync")) {
      initdb.await(PATIENCE).orFail();
    }
    try (var server = start(data, sockets);
        var client = Foreign.start(program(), clientOf(sockets + "/.s.PGSQL.5432"))) {
      assertThat(client.await(PATIENCE).orFail().out().lines())
          .containsExactly(
              "5000050000 null 1000000",
              "57014", // cancelled
              "08001 connect("
                  + sockets
                  + "/.s.PGSQL.5432.gone): ENOENT: no such file or directory");
      server.handle().destroy();
      server.await(PATIENCE).orFail();
    }
  }

  private String ofNobody(String name) throws IOException {
    Nobody.assumeRoot();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    var made = Files.createDirectory(folder.resolve(name));
    Files.setAttribute(made, "unix:uid", NOBODY);
    return made.toString();
  }

  /// Its programs are not in PATH.
  private static String program(String name) throws IOException {
    if (!Files.isDirectory(RELEASES)) {
      return Foreign.require(name).toString();
    }
    try (var releases = Files.list(RELEASES)) {
      var newest = releases.max(Path::compareTo).orElseThrow();
      return Foreign.require(newest.resolve("bin").resolve(name).toString()).toString();
    }
  }

  private static Running start(String data, String sockets) throws Exception {
    var server =
        Nobody.start(
            "sh",
            "-c",
            "exec \"$0\" -D \"$1\" -k \"$2\" -F -c listen_addresses= 2>&1",
            program("postgres"),
            data,
            sockets);
    while (!server.line(PATIENCE).contains("ready to accept connections")) {
      // what it says on its way
    }
    return server;
  }

  private static String program() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /// The client is a program of its own, which knows no module.
  private static String[] clientOf(String socket) throws Exception {
    var source = Objects.requireNonNull(PostgresTest.class.getResource("PostgresClient.java"));
    var driver =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> Path.of(entry).getFileName().toString().startsWith("postgresql-"));
    var classes =
        Stream.of(Fd.class, StreamSocket.class)
            .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath());
    return new String[] {
      "--enable-native-access=ALL-UNNAMED",
      "--class-path",
      Stream.concat(classes, driver).collect(Collectors.joining(File.pathSeparator)),
      Path.of(source.toURI()).toString(),
      socket
    };
  }
}
