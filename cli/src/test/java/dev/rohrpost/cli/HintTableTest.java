package dev.rohrpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.FailedObject;
import dev.rohrpost.cli.command.FailedObject.Kind;
import dev.rohrpost.cli.command.Hints;
import dev.rohrpost.testkit.Foreign;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every pair of a call and an errno that the commands can meet, on every kind of object, against
/// what was approved: `errnos.txt` has the pairs, `hints.txt` those that have a hint. All others
/// have none.
class HintTableTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// The names of calls in the sources, where they are bound: in their prototypes.
  private static final Pattern BOUND =
      Pattern.compile("(?:CFunction\\.of|link\\w*)\\(\\s*\"[^\"(]*?([a-z_0-9]+)\\(");

  /// As above, where a failure is made of one.
  private static final Pattern CALL =
      Pattern.compile(
          "(?:check|require|UnixException\\.of|verdict|about"
              + "|borrow|Wait\\.call|checked|late)\\(\\s*\"([a-z_0-9]+)\"");

  /// Names that are no calls whose failure reaches a command: what is bound without a check.
  private static final Set<String> UNCHECKED = Set.of("getaddrinfo");

  private final Map<Kind, String> samples = new EnumMap<>(Kind.class);

  @TempDir Path folder;

  /// One line of `errnos.txt`.
  private record Row(String call, List<String> errnos, List<Kind> kinds) {
    static Row of(String line) {
      var cells = line.split(" \\| ", -1);
      return new Row(
          cells[0],
          Arrays.asList(cells[1].split(" ", -1)),
          Stream.of(cells[2].split(" ", -1)).map(Kind::valueOf).toList());
    }
  }

  @BeforeEach
  void prepare() throws Exception {
    samples.put(Kind.NAME, "/jobs");
    samples.put(Kind.KEY, "queue 0x000005e7");
    samples.put(Kind.ID, "queue id 7");
    samples.put(Kind.INDEX, "semaphores 0x00000007, index 7, but it has only 1");
    samples.put(Kind.LIMIT, "queue 0x000005e7, sysctl kernel.msgmax is 8192");
    samples.put(Kind.SHARED, "/jobs of 4096 bytes");
    samples.put(Kind.DESCRIPTOR, "fd 7");
    samples.put(Kind.STANDARD, "descriptor 1");
    samples.put(Kind.PROCESS, "pid 77");
    samples.put(Kind.PROGRAM, "ls");
    samples.put(Kind.INTERPRETER, "/bin/script, its interpreter");
    samples.put(Kind.INTERNET, "127.0.0.1:80");
    samples.put(Kind.GROUP, "239.1.2.3:6000");
    samples.put(Kind.ABSTRACT, "@name");
    samples.put(Kind.MISSING, path("missing"));
    samples.put(Kind.LOST, path("none/missing"));
    samples.put(Kind.PROC, "/proc/77/status");
    samples.put(Kind.OTHER, "something");
    samples.put(Kind.FILE, Files.createFile(folder.resolve("file")).toString());
    samples.put(Kind.FOLDER, Files.createDirectory(folder.resolve("folder")).toString());
    samples.put(
        Kind.LINK, Files.createSymbolicLink(folder.resolve("link"), Path.of("file")).toString());
    samples.put(Kind.FIFO, path("fifo"));
    Foreign.run(PATIENCE, "mkfifo", path("fifo")).orFail();
    samples.put(Kind.SOCKET, path("socket"));
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(folder.resolve("socket")));
    }
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private UnixException failure(String call, String errno, Kind kind) {
    var object = samples.get(kind);
    if (call.equals("getaddrinfo")) {
      var reason = kind == Kind.NAME ? "Name or service not known" : "Temporary failure in ...";
      return UnixException.noSuchHost("host", reason, new UnknownHostException());
    }
    return errno.equals("-")
        ? UnixException.verdict(call, object, "is wrong")
        : UnixException.of(call, object, errno(errno));
  }

  private static Errno errno(String name) {
    return IntStream.range(1, 200)
        .mapToObj(Errno::new)
        .filter(errno -> errno.toString().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no errno: " + name));
  }

  private static List<String> lines(String resource) throws IOException {
    try (InputStream stream = HintTableTest.class.getResourceAsStream(resource)) {
      var text = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(Predicate.not(line -> line.startsWith("#"))).toList();
    }
  }

  private static List<Row> rows() throws IOException {
    return lines("errnos.txt").stream().map(Row::of).toList();
  }

  @Test
  void eachPairOnEachKindOfObjectHasTheHintThatWasApprovedOrNone() throws Exception {
    var hints = new ArrayList<String>();
    for (var row : rows()) {
      for (var kind : row.kinds()) {
        for (var name : row.errnos()) {
          var failure = failure(row.call(), name, kind);
          assertThat(Hints.withHint(failure)).startsWith(failure.getMessage()).hasLineCount(1);
          Hints.hint(failure)
              .ifPresent(hint -> hints.add(row.call() + " " + name + " " + kind + ": " + hint));
        }
      }
    }
    var approved = String.join("\n", lines("hints.txt"));
    assertThat(String.join("\n", hints).replace(folder.toString(), "/dir")).isEqualTo(approved);
  }

  @Test
  void theSampleOfEachKindIsOfThatKind() throws Exception {
    for (var row : rows()) {
      for (var kind : row.kinds()) {
        assertThat(FailedObject.of(failure(row.call(), row.errnos().getFirst(), kind)).kind())
            .as(row.call())
            .isEqualTo(kind);
      }
    }
  }

  /// What is true of each hint, whatever it says.
  @Test
  void hintsSpeakOfWhatTheErrnoMeans() throws Exception {
    for (var line : lines("hints.txt")) {
      var errno = line.split(" ", -1)[1];
      var hint = line.substring(line.indexOf(": ") + 2);
      if (hint.startsWith("create") || hint.contains("make its folder")) {
        assertThat(line).as(line).contains(" ENOENT ");
      }
      if (hint.matches(".*(permission|root|whose|somebody else;).*")
          && !hint.contains("raise it")) {
        assertThat(errno).as(line).isIn("EACCES", "EPERM");
      }
      if (hint.contains("ulimit -n")) {
        assertThat(errno).as(line).isEqualTo("EMFILE");
      }
      if (hint.contains("df ") || hint.contains("remove some")) {
        assertThat(errno).as(line).isEqualTo("ENOSPC");
      }
      assertThat(hint).as(line).doesNotContain("{").isNotBlank();
    }
  }

  @Test
  void eachCallInTheSourcesHasItsErrnosInTheTable() throws Exception {
    var known = new TreeSet<>(rows().stream().map(Row::call).toList());
    var used = new TreeSet<String>();
    for (var module : List.of("core", "unix", "rpc", "messaging", "inspect", "cli")) {
      try (var files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
        for (var file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          var source = Files.readString(file);
          for (var pattern : List.of(BOUND, CALL)) {
            pattern.matcher(source).results().forEach(call -> used.add(call.group(1)));
          }
        }
      }
    }
    used.removeAll(UNCHECKED);
    assertThat(used).hasSizeGreaterThan(80).allMatch(known::contains);
  }
}
