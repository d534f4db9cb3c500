package dev.rohrpost.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.inspect.IpcSocket.InternetSocket;
import dev.rohrpost.inspect.IpcSocket.UnixSocket;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Python;
import dev.rohrpost.testkit.Running;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class SocketTableTest {
  private static final String SOCKETS =
      """
      import os, socket, sys
      a, b = socket.socketpair()
      l = socket.socket(); l.bind(('0.0.0.0', 0)); l.listen(7)
      for s in a, b, l: print(os.fstat(s.fileno()).st_ino, flush=True)
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

  @Test
  void unixPairsAreThoseThatSsTells() throws Exception {
    var ss = Foreign.require("ss").toString();
    var line = Pattern.compile("(\\d+)\\s+\\S+\\s+(\\d+)\\s*$");
    compare(
        List.of(ss, "-xaH"),
        said -> {
          var match = line.matcher(said);
          assertThat(match.find()).as(said).isTrue();
          return Map.entry(Long.parseLong(match.group(1)), match.group(2));
        },
        socket ->
            socket instanceof UnixSocket unix ? Long.toString(unix.connectedTo().orElse(0)) : "");
  }

  @Test
  void internetAddressesAreThoseThatSsTells() throws Exception {
    var ss = Foreign.require("ss").toString();
    var line = Pattern.compile("\\s(\\S+):(\\d+|\\*)\\s+(\\S+):(\\d+|\\*)\\s.*\\bino:(\\d+)");
    compare(
        List.of(ss, "-tunaHe"),
        said -> {
          var match = line.matcher(said);
          return match.find()
              ? Map.entry(Long.parseLong(match.group(5)), match.group(2) + ">" + match.group(4))
              : Map.entry(0L, "");
        },
        socket ->
            socket instanceof InternetSocket internet
                ? internet.local().getPort()
                    + ">"
                    + internet.remote().map(remote -> "" + remote.getPort()).orElse("*")
                : "");
  }

  /// Compares what was there all the time.
  private static void compare(
      List<String> program,
      Function<String, Map.Entry<Long, String>> parse,
      Function<IpcObject, String> describe)
      throws InterruptedException {
    try (var python = Python.start(SOCKETS)) {
      var own = Tables.inodes(python, 3);
      var before = described(describe);
      var said =
          Foreign.run(
                  Tables.PATIENCE,
                  program.getFirst(),
                  program.subList(1, program.size()).toArray(String[]::new))
              .orFail()
              .out()
              .lines()
              .map(parse)
              .filter(entry -> entry.getKey() != 0)
              .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, _) -> a));
      var after = described(describe);
      var everywhere = new HashSet<>(before.entrySet());
      everywhere.addAll(after.entrySet());
      assertThat(everywhere).containsAll(said.entrySet());
      var steady = new HashSet<>(before.entrySet());
      steady.retainAll(after.entrySet());
      assertThat(said.entrySet()).containsAll(steady);
      assertThat(own).anySatisfy(inode -> assertThat(said).containsKey(inode));
    }
  }

  private static Map<Long, String> described(Function<IpcObject, String> describe) {
    var found = new TreeMap<Long, String>();
    for (var socket : Tables.read().all()) {
      var text = describe.apply(socket);
      if (!text.isEmpty()) {
        found.put(Long.parseLong(socket.key()), text);
      }
    }
    return found;
  }
}
