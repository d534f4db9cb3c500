package dev.rohrpost.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.inspect.IpcSocket.InternetSocket;
import dev.rohrpost.inspect.IpcSocket.UnixSocket;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.OwnMachine;
import dev.rohrpost.testkit.Python;
import dev.rohrpost.testkit.Running;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Tag("busy")
class SocketTableTest {
  private static final String SOCKETS =
      """
      import os, socket, sys
      a, b = socket.socketpair()
      l = socket.socket(); l.bind(('0.0.0.0', 0)); l.listen(7)
      for s in a, b, l: print(os.fstat(s.fileno()).st_ino, flush=True)
      sys.stdin.read()
      """;

  /// Those, and connections.
  private static final String MORE_SOCKETS =
      """
      import os, socket, sys
      a, b = socket.socketpair()
      l = socket.socket(); l.bind(('0.0.0.0', 0)); l.listen(7)
      c = socket.create_connection(('127.0.0.1', l.getsockname()[1])); d, _ = l.accept()
      u = socket.socket(type=socket.SOCK_DGRAM); u.bind(('127.0.0.1', 0))
      v = socket.socket(type=socket.SOCK_DGRAM); v.connect(u.getsockname())
      for s in a, b, l, c, d, u, v: print(os.fstat(s.fileno()).st_ino, flush=True)
      sys.stdin.read()
      """;

  private static Running elsewhere() {
    var command = new ArrayList<>(List.of(Foreign.require("unshare").toString(), "--net"));
    command.addAll(Python.command(SOCKETS));
    return Running.start(new ProcessBuilder(command));
  }

  private static long network(long pid) {
    return Tables.numberIn(Path.of("/proc/" + pid + "/ns/net"));
  }

  @Test
  void otherNetworkNamespacesAreLookedInto() throws Exception {
    try (var python = elsewhere()) {
      var inodes = Tables.inodes(python, 3);
      var network = network(python.pid());
      var gone = 1 << 22; // no pid is greater than the one before it
      var table = SocketTable.ofOwnNamespace();
      assertThat(table.addOthers(Map.of(network, List.of(gone, (int) python.pid())))).isEmpty();
      var first = Tables.unix(table, inodes.getFirst());
      assertThat(first.peer()).contains("unix:" + inodes.get(1));
      assertThat(first.network()).isEqualTo(network);
      var listener = Tables.internet(table, inodes.getLast());
      assertThat(listener.state()).isEqualTo(SocketState.LISTENING);
      assertThat(listener.sent()).isEqualTo(7);
      assertThat(network(ProcessHandle.current().pid())).isNotEqualTo(network);
      assertThat(Tables.numberIn(Path.of("/proc/thread-self/ns/net"))).isNotEqualTo(network);
      assertThat(Tables.read().get(inodes.getFirst())).isEmpty();
    }
  }

  @Test
  void whatMayNotBeLookedIntoIsNamed() throws Exception {
    try (var python = elsewhere()) {
      var inodes = Tables.inodes(python, 3);
      try (var jvm =
          Jvm.of(Confined.class, Long.toString(network(python.pid())), "" + python.pid())
              .under(Foreign.require("setpriv").toString(), "--bounding-set=-sys_admin")
              .start()) {
        var said = jvm.await(Tables.PATIENCE).orFail().out();
        assertThat(said)
            .contains("what=sockets of network namespace " + network(python.pid()))
            .contains("EPERM")
            .contains("pids=[" + python.pid() + "]");
        assertThat(inodes).allSatisfy(inode -> assertThat(said).doesNotContain(inode.toString()));
      }
    }
  }

  /// Tells what it cannot see.
  static final class Confined {
    private Confined() {}

    public static void main(String... arguments) {
      var table = SocketTable.ofOwnNamespace();
      System.out.println(
          table.addOthers(
              Map.of(Long.parseLong(arguments[0]), List.of(Integer.parseInt(arguments[1])))));
    }
  }

  /// On a machine on which nobody else opens and closes sockets, so that both tell of the same.
  @ParameterizedTest
  @ValueSource(strings = {"unix", "internet"})
  void pairsAndAddressesAreThoseThatSsTells(String which) throws Exception {
    Foreign.require("ss");
    try (var jvm = Jvm.of(Compared.class, which).under(OwnMachine.everything()).start()) {
      assertThat(jvm.await(Tables.PATIENCE).orFail().out()).startsWith("the same: ");
    }
  }

  /// Compares what it has planted, and what else there is.
  static final class Compared {
    private static final Pattern PAIR = Pattern.compile("(\\d+)\\s+\\S+\\s+(\\d+)\\s*$");
    private static final Pattern ADDRESSES =
        Pattern.compile("\\s(\\S+):(\\d+|\\*)\\s+(\\S+):(\\d+|\\*)\\s.*\\bino:(\\d+)");

    private Compared() {}

    public static void main(String... arguments) throws Exception {
      var isUnix = arguments[0].equals("unix");
      try (var python = Python.start(MORE_SOCKETS)) {
        var own = Tables.inodes(python, 7);
        var ours = ours(isUnix ? Compared::peer : Compared::ports);
        var said = isUnix ? said("-xaH", Compared::pair) : said("-tunaHe", Compared::addresses);
        assertThat(ours).isEqualTo(said);
        var planted = isUnix ? own.subList(0, 2) : own.subList(2, 7);
        assertThat(said).containsKeys(planted.toArray(Long[]::new));
        System.out.println("the same: " + said);
      }
    }

    private static Map<Long, String> said(
        String options, Function<String, Map.Entry<Long, String>> parse)
        throws InterruptedException {
      var output = Foreign.run(Tables.PATIENCE, "ss", options).orFail().out();
      return output
          .lines()
          .map(parse)
          .filter(entry -> entry.getKey() != 0) // of a connection that nobody holds any more
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map.Entry<Long, String> pair(String line) {
      var match = PAIR.matcher(line);
      assertThat(match.find()).as(line).isTrue();
      return Map.entry(Long.parseLong(match.group(1)), match.group(2));
    }

    private static Map.Entry<Long, String> addresses(String line) {
      var match = ADDRESSES.matcher(line);
      return match.find()
          ? Map.entry(Long.parseLong(match.group(5)), match.group(2) + ">" + match.group(4))
          : Map.entry(0L, "");
    }

    private static Map<Long, String> ours(Function<IpcObject, String> describe) {
      var found = new HashMap<Long, String>();
      for (var socket : Tables.read().all()) {
        var text = describe.apply(socket);
        if (!text.isEmpty()) {
          found.put(Long.parseLong(socket.key()), text);
        }
      }
      return found;
    }

    private static String peer(IpcObject socket) {
      return socket instanceof UnixSocket unix ? Long.toString(unix.connectedTo().orElse(0)) : "";
    }

    private static String ports(IpcObject socket) {
      return socket instanceof InternetSocket internet
          ? internet.local().getPort()
              + ">"
              + internet.remote().map(remote -> "" + remote.getPort()).orElse("*")
          : "";
    }
  }
}
