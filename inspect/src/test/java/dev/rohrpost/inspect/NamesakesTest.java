package dev.rohrpost.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.libc.UnistdH;
import dev.rohrpost.memory.SharedMemory;
import dev.rohrpost.queue.PosixQueue;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Python;
import dev.rohrpost.testkit.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Names and numbers belong to namespaces: who uses the same ones elsewhere talks to nobody here.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Tag("busy")
class NamesakesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String NAME = "/rohrpost-" + ProcessHandle.current().pid();

  @Test
  void whoHasTheSameNamesElsewhereHasOtherObjects() throws Exception {
    Assumptions.assumeTrue(UnistdH.geteuid() == 0, "only root can make a namespace");
    var program = Python.source(NamesakesTest.class, "namesakes.py");
    try (var here = Python.start(program, NAME, "")) {
      var number = here.line(PATIENCE);
      var command = new ArrayList<>(List.of(Foreign.require("unshare").toString()));
      command.addAll(List.of("--ipc", "--mount"));
      command.addAll(Python.command(program, NAME, number, "elsewhere"));
      try (var elsewhere = Running.start(new ProcessBuilder(command))) {
        assertThat(elsewhere.line(PATIENCE)).isEqualTo(number);
        var picture = whileBothWait(here, elsewhere);
        for (var id : List.of("mq:" + NAME, "shm:" + NAME, "sysv:" + number)) {
          assertThat(holders(picture, id)).as(id).containsOnly((int) here.pid());
        }
        assertThat(picture.unknown())
            .filteredOn(unknown -> unknown.what().startsWith("System V objects of"))
            .flatMap(Unknown::pids)
            .contains((int) elsewhere.pid())
            .doesNotContain((int) here.pid());
        for (var id : List.of("mq:", "shm:")) {
          assertThat(picture.links())
              .filteredOn(link -> link.pid() == elsewhere.pid())
              .filteredOn(link -> link.object().matches(id + "\\d+:" + NAME))
              .isNotEmpty()
              .allMatch(link -> holders(picture, link.object()).stream().distinct().count() == 1);
        }
      } finally {
        Foreign.run(PATIENCE, "ipcrm", "-q", number).orFail();
      }
    } finally {
      PosixQueue.remove(NAME);
      SharedMemory.remove(NAME);
    }
  }

  private static Picture whileBothWait(Running here, Running elsewhere) throws Exception {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var picture = Inspector.look();
      if (waits(picture, here) && waits(picture, elsewhere)) {
        return picture;
      }
      assertThat(System.nanoTime()).isLessThan(end);
    }
  }

  private static boolean waits(Picture picture, Running program) {
    return picture.process((int) program.pid()).orElseThrow().threads().stream()
        .anyMatch(thread -> thread.call().filter(call -> call.name().equals("msgrcv")).isPresent());
  }

  private static List<Integer> holders(Picture picture, String id) {
    return picture.holders(id).stream().map(Link::pid).toList();
  }
}
