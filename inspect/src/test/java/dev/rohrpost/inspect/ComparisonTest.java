package dev.rohrpost.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.UnixException;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.OwnMachine;
import dev.rohrpost.testkit.Python;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What other programs tell of the same machine, on which nobody else comes and goes.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Tag("busy")
class ComparisonTest {
  private static final String PAIRS =
      """
      import os, socket, subprocess, sys
      cat = subprocess.Popen(['cat'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
      a, b = socket.socketpair()
      print(os.fstat(cat.stdin.fileno()).st_ino, os.fstat(a.fileno()).st_ino, flush=True)
      sys.stdin.read()
      """;

  /// Such as `383,bash,251w`.
  private static final Pattern END = Pattern.compile("(?<= )(\\d+),[^ ]*,(\\d+)([rwu])(?= |$)");

  private static final Pattern PEER = Pattern.compile("->INO=(\\d+)");

  @Test
  void pipesAndPairsOfSocketsAreThoseThatLsofTells() throws Exception {
    Foreign.require("lsof");
    alone(Pairs.class);
  }

  private static void alone(Class<?> main, String... arguments) throws InterruptedException {
    try (var jvm = Jvm.of(main, arguments).under(OwnMachine.everything()).start()) {
      assertThat(jvm.await(Tables.PATIENCE).orFail().out()).isEqualTo("the same\n");
    }
  }

  /// Compares pipes and pairs of sockets.
  static final class Pairs {
    private Pairs() {}

    public static void main(String... arguments) throws Exception {
      try (var python = Python.start(PAIRS)) {
        var planted = python.line(Tables.PATIENCE).split(" ", -1);
        var before = Inspector.look();
        var said = lsof();
        var after = Inspector.look();
        // The pipes between lsof and this process have come and gone.
        said.removeIf(pair -> !isSteady(pair, before) || !isSteady(pair, after));
        var ever = pairs(before);
        ever.addAll(pairs(after));
        assertThat(without(said, ever)).as("told by lsof only").isEmpty();
        var always = pairs(before);
        always.retainAll(pairs(after));
        assertThat(without(always, said)).as("not told by lsof").isEmpty();
        assertThat(said)
            .anyMatch(pair -> pair.startsWith("pipe:" + planted[0] + " "))
            .anyMatch(pair -> pair.startsWith("unix:" + planted[1] + " "));
        python.endInput();
        System.out.println("the same");
      }
    }
  }

  private static Set<String> without(Set<String> some, Set<String> others) {
    var left = new TreeSet<>(some);
    left.removeAll(others);
    return left;
  }

  /// Tells whether both parts of a pair are in a picture.
  private static boolean isSteady(String pair, Picture picture) {
    var parts = pair.split(" ", -1);
    return picture.object(parts[0]).isPresent()
        && (parts[1].startsWith("unix:")
            ? picture.object(parts[1]).isPresent()
            : picture.process(Integer.parseInt(parts[1])).isPresent());
  }

  private static Set<String> pairs(Picture picture) {
    var pairs = new TreeSet<String>();
    for (var object : picture.objects()) {
      var holders = picture.holders(object.id());
      if (object.kind() == Kind.PIPE) {
        holders.forEach(
            link -> pairs.add(pair(link.object(), link.pid(), link.fd(), letter(link.flow()))));
      } else if (object.kind() == Kind.UNIX && !holders.isEmpty()) {
        object.peer().ifPresent(peer -> pairs.add(object.id() + " " + peer));
      }
    }
    return pairs;
  }

  private static String pair(String object, int pid, int fd, String access) {
    return object + " " + pid + " " + fd + " " + access;
  }

  private static String letter(Flow flow) {
    return switch (flow) {
      case READ -> "r";
      case WRITE -> "w";
      case BOTH -> "u";
    };
  }

  /// Reads what lsof says of each descriptor: a line for each fact, which begins with its letter.
  private static Set<String> lsof() throws InterruptedException {
    var pairs = new TreeSet<String>();
    try (var program = Foreign.start("lsof", "-nP", "+E", "-Fpfatin")) {
      program.endInput();
      var pid = 0;
      var descriptor = "";
      var access = "";
      var type = "";
      var inode = "";
      for (var line : program.await(Tables.PATIENCE).out().lines().toList()) {
        var fact = line.substring(1);
        switch (line.charAt(0)) {
          case 'p' -> pid = Integer.parseInt(fact);
          case 'f' -> descriptor = fact;
          case 'a' -> access = fact;
          case 't' -> type = fact;
          case 'i' -> inode = fact;
          case 'n' ->
              add(type, inode, fact, pair("pipe:" + inode, pid, number(descriptor), access), pairs);
          default -> {}
        }
      }
    }
    return pairs;
  }

  private static int number(String descriptor) {
    return descriptor.matches("\\d+") ? Integer.parseInt(descriptor) : Link.NO_DESCRIPTOR;
  }

  private static void add(String type, String inode, String name, String own, Set<String> pairs) {
    if (type.equals("FIFO") && (name + " ").startsWith("pipe ")) {
      pairs.add(own);
      END.matcher(name)
          .results()
          .forEach(end ->
              pairs.add(
                  pair(
                      "pipe:" + inode,
                      Integer.parseInt(end.group(1)),
                      Integer.parseInt(end.group(2)),
                      end.group(3))));
    } else if (type.equals("unix")) {
      PEER.matcher(name)
          .results()
          .forEach(peer -> pairs.add("unix:" + inode + " unix:" + peer.group(1)));
    }
  }

  @ParameterizedTest
  @CsvSource({"SYSTEM_V_QUEUE, -Q, -q", "SYSTEM_V_SEGMENT, -M 100, -m", "SEMAPHORES, -S 2, -s"})
  void systemVObjectsAreThoseThatLsipcTells(String kind, String make, String option)
      throws Exception {
    Foreign.require("lsipc");
    alone(Objects.class, kind, make, option);
  }

  /// Compares objects of System V of a kind.
  static final class Objects {
    private Objects() {}

    public static void main(String... arguments) throws Exception {
      var made = run("ipcmk", arguments[1].split(" ", -1)).replaceAll("\\D", "");
      var said = run("lsipc", arguments[2], "--noheadings", "--raw", "-o", "ID");
      assertThat(keys(Kind.valueOf(arguments[0]))).containsExactly(made).containsExactly(said);
      System.out.println("the same");
    }
  }

  private static Set<String> keys(Kind kind) throws UnixException {
    var keys = new TreeSet<String>();
    for (var object : Inspector.look().objects()) {
      if (object.kind() == kind) {
        keys.add(object.key());
      }
    }
    return keys;
  }

  private static String run(String program, String... arguments) throws InterruptedException {
    return Foreign.run(Tables.PATIENCE, program, arguments).orFail().out().strip();
  }
}
