package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Python;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What programs have left in shared memory: all three nouns show who uses it, and remove it only
/// if nobody does and if it is of their kind.
@Timeout(180)
class LeftObjectsTest {
  private static final String HOLDER =
      """
      import sys, _multiprocessing as m
      from multiprocessing import shared_memory as s, resource_tracker as t
      x = s.SharedMemory(sys.argv[1], True, 4096)
      t.unregister(x._name, 'shared_memory')
      y = m.SemLock(1, 3, 9, '/' + sys.argv[1], False)
      print('ready', flush=True)
      sys.stdin.read()
      import os
      os.kill(os.getpid(), 9)
      """;

  private final String name = "rohrpost-left-" + ProcessHandle.current().pid();
  private final Path segment = Path.of("/dev/shm", name);
  private final Path semaphore = Path.of("/dev/shm/sem." + name);
  private final String key =
      "sysv:0x" + Integer.toHexString(0x51000000 | (int) ProcessHandle.current().pid());

  @AfterEach
  void removeThem() throws Exception {
    Files.deleteIfExists(segment);
    Files.deleteIfExists(semaphore);
    var _ = Rohrpost.shell("ipcrm -S $1 -M $1 2>/dev/null; true", key.substring(5));
  }

  @Test
  void usersAreShownAndKeepFromRemoval() throws Exception {
    try (var holder = Python.start(HOLDER, name)) {
      assertThat(holder.line(Rohrpost.PATIENCE)).isEqualTo("ready");
      assertThat(Rohrpost.run("memory", "list").orFail().out())
          .containsPattern("shm:/" + name + " +posix +4096 +0 +0600 +1 (or more )?")
          .doesNotContain("sem." + name);
      assertThat(Rohrpost.run("memory", "show", "shm:/" + name, "--json").orFail().out())
          .contains("\"users\":[" + holder.pid() + "],\"users_complete\":");
      assertThat(Rohrpost.run("semaphore", "list").orFail().out())
          .containsPattern("sem:/" + name + " +- +0 +0600 +1 +- +3\n");
      assertThat(Rohrpost.run("semaphore", "show", "sem:/" + name, "--json").orFail().out())
          .contains("\"value\":3,\"waiting_for_more\":0,\"users\":[" + holder.pid() + "]");
      for (var uri : new String[] {"memory shm:/" + name, "semaphore sem:/" + name}) {
        var words = uri.split(" ", -1);
        var kept = Rohrpost.run(words[0], "remove", words[1], "--if-owner-dead");
        assertThat(kept.status()).isEqualTo(1);
        assertThat(kept.err())
            .isEqualTo(
                "rohrpost: %s was not removed: process %d uses it\n", words[1], holder.pid());
      }
      holder.endInput();
      var _ = holder.await(Rohrpost.PATIENCE);
    }
    Rohrpost.run("memory", "remove", "shm:/" + name, "--if-owner-dead").orFail();
    Rohrpost.run("semaphore", "remove", "sem:/" + name, "--if-owner-dead").orFail();
    assertThat(segment).doesNotExist();
    assertThat(semaphore).doesNotExist();
    assertThat(Rohrpost.run("semaphore", "remove", "sem:/" + name).err())
        .startsWith("rohrpost: sem_unlink(/" + name + "): ENOENT");
  }

  @Test
  void systemVObjectsOfTheDeadAreRemoved() throws Exception {
    Rohrpost.run("memory", "create", key, "--size", "4KiB").orFail();
    Rohrpost.run("memory", "remove", key, "--if-owner-dead").orFail();
    Rohrpost.run("semaphore", "create", key).orFail();
    assertThat(Rohrpost.run("semaphore", "remove", key, "--if-owner-dead").err())
        .contains("nobody has used it yet");
    Rohrpost.run("semaphore", "operate", key, "1").orFail();
    Rohrpost.run("semaphore", "remove", key, "--if-owner-dead").orFail();
  }

  @Test
  void whatIsOfAnotherKindStays() throws Exception {
    for (var foreign : new String[] {"ln -s /etc/hostname", "mkdir", "mkfifo"}) {
      for (var place : new Path[] {segment, semaphore}) {
        Rohrpost.shell(foreign + " $1", place.toString()).orFail();
        var uri = place.equals(segment) ? "memory remove shm:/" : "semaphore remove sem:/";
        var refused = Rohrpost.run((uri + name).split(" ", -1));
        assertThat(refused.status()).as(foreign).isEqualTo(1);
        assertThat(refused.err()).containsOnlyOnce("\n").containsPattern("no s(emaphore|egment)");
        assertThat(Files.exists(place, LinkOption.NOFOLLOW_LINKS)).isTrue();
        Files.delete(place);
      }
    }
    assertThat(Rohrpost.run("memory", "remove", "shm:/sem." + name).err())
        .contains("write sem:/" + name);
  }

  @Test
  void aSemaphoreIsTakenForAProgramAndGivenBack() throws Exception {
    Rohrpost.run("semaphore", "create", key, "--value", "1").orFail();
    var inside =
        Rohrpost.shell(
            "rohrpost semaphore operate $1 -1 --undo -- rohrpost semaphore operate $1 -1 --no-wait",
            key);
    assertThat(inside.status()).as(inside.err()).isEqualTo(3);
    Rohrpost.run("semaphore", "operate", key, "-1", "--timeout", "30s").orFail();
    assertThat(Rohrpost.run("semaphore", "operate", key, "-1", "--timeout", "10ms").status())
        .isEqualTo(124);
    assertThat(Rohrpost.run("semaphore", "operate", key, "1", "--", "/none").status())
        .isEqualTo(127);
    for (var wrong : new String[] {"x", "1 --undoo", "1 --", "99999"}) {
      var words = ("semaphore operate " + key + " " + wrong).split(" ", -1);
      assertThat(Rohrpost.run(words).status()).as(wrong).isEqualTo(2);
    }
    assertThat(Rohrpost.run("semaphore", "set", key, "7", "1").err())
        .endsWith(
            ", index 7, but it has only 1): EINVAL: invalid argument; the first has the index 0\n");
    assertThat(Rohrpost.run("semaphore", "operate", key, "7:1").err())
        .contains("index 7, but it has only 1): EFBIG: ");
  }
}
