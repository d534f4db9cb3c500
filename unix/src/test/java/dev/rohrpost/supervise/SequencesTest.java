package dev.rohrpost.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Signal;
import dev.rohrpost.libc.SignalH;
import dev.rohrpost.signal.SignalInfo;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Random sequences of signals, deaths of workers and broken versions. After each nothing is left
/// running, and at no time has a healthy generation been ended for one that was not ready.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(600)
class SequencesTest {
  private static final int SEQUENCES = 200;
  private static final int AT_A_TIME = 8;
  private static final int LONGEST = 12;
  private static final int CHOICES = 16;

  private static final List<Signal> SIGNALS =
      List.of(
          Signal.HUP,
          Signal.USR1,
          Signal.USR1,
          Signal.USR1,
          Signal.USR2,
          Signal.WINCH,
          Signal.QUIT,
          Signal.TERM);

  private static final List<String> VERSIONS =
      List.of(
          Versions.GOOD,
          Versions.GOOD,
          Versions.BROKEN,
          "exit 0",
          "sleep 0.2; exit 1",
          "sleep 1000 & exec sleep 1000",
          "sleep 1000 & exit 0",
          "trap '' TERM; exec sleep 1000",
          "no-such-program");

  @TempDir Path folder;

  @Test
  void nothingIsLeftAndNoHealthyGenerationIsEndedForAnUnreadyOne() throws Exception {
    var seeds = LongStream.range(0, SEQUENCES).boxed().toList();
    try (var threads = Executors.newFixedThreadPool(AT_A_TIME)) {
      var all =
          threads.invokeAll(
              seeds.stream().<Callable<List<Event>>>map(seed -> () -> sequence(seed)).toList());
      for (var seed : seeds) {
        var events = all.get(seed.intValue()).get();
        assertThat(faults(events)).as("seed %d: %s", seed, events).isEmpty();
      }
    }
  }

  /// Runs one sequence to its end.
  private List<Event> sequence(long seed) throws Exception {
    var random = new Random(seed);
    var versions = Versions.in(Files.createDirectory(folder.resolve("" + seed)), Versions.GOOD);
    var quick =
        versions
            .service()
            .withWorkers(1 + random.nextInt(2))
            .withMinUptime(Duration.ofMillis(20 + random.nextInt(40)))
            .withReadyTimeout(Duration.ofSeconds(2))
            .withGrace(Duration.ofMillis(300))
            .withGracefulTimeout(Duration.ofMillis(500));
    var seen = new ArrayList<Event>();
    try (var service = Supervised.run(quick)) {
      service.await(Event.Ready.class);
      for (var i = 0; i < LONGEST; i++) {
        act(service, versions, random);
      }
      service.obey(fromProcess(Signal.TERM));
      var _ = service.result();
      seen.addAll(service.seen());
    }
    return seen;
  }

  private static void act(Supervised service, Versions versions, Random random) throws Exception {
    var choice = random.nextInt(CHOICES);
    if (choice < SIGNALS.size()) {
      service.obey(fromProcess(SIGNALS.get(choice)));
    } else if (choice < SIGNALS.size() + 3) {
      versions.install(VERSIONS.get(random.nextInt(VERSIONS.size())));
    } else if (choice < SIGNALS.size() + 5) {
      killOne(service.seen(), random);
    } else {
      service.pause(Duration.ofMillis(random.nextInt(200))); // events, or none in that time
    }
  }

  private static SignalInfo fromProcess(Signal signal) {
    var none = OptionalInt.empty();
    return new SignalInfo(signal, SignalH.SI_USER, 77, 0, none, none, Instant.EPOCH);
  }

  private static void killOne(List<Event> seen, Random random) {
    var running = new ArrayList<Long>();
    for (var event : seen) {
      switch (event) {
        case Event.WorkerStarted(var pid, _) -> running.add(pid);
        case Event.WorkerExited(var pid, _, _, _) -> running.remove(pid);
        default -> {}
      }
    }
    if (!running.isEmpty()) {
      var pid = running.get(random.nextInt(running.size()));
      ProcessHandle.current()
          .children()
          .filter(child -> child.pid() == pid)
          .forEach(ProcessHandle::destroyForcibly);
    }
  }

  /// Reads what was told from the beginning to the end, and finds what must not be in it.
  private static List<String> faults(List<Event> events) {
    var faults = new ArrayList<String>();
    var groups = new HashSet<Long>();
    var serving = new HashSet<Long>();
    var running = new HashMap<Integer, Integer>(); // generations, and how many workers of each
    var asked = false;
    var wasReady = false;
    for (var event : events) {
      switch (event) {
        case Event.Ready _ -> {
          wasReady = true;
          asked = false;
        }
        case Event.Reload _ -> asked = true;
        case Event.Stopping _ -> asked = true;
        case Event.WorkerStarted(var pid, var generation) -> {
          groups.add(pid);
          running.merge(generation, 1, Integer::sum);
        }
        case Event.WorkerReady(var pid, _) -> serving.add(pid);
        case Event.WorkerExited(var pid, var generation, _, var expected) -> {
          if (serving.remove(pid) && serving.isEmpty() && wasReady && expected && !asked) {
            faults.add("the last ready worker, " + pid + ", was told to end");
          }
          running.computeIfPresent(generation, (_, count) -> count == 1 ? null : count - 1);
        }
        default -> {}
      }
      if (running.size() > 2) {
        faults.add("more than two generations at " + event);
      }
    }
    if (!(events.getLast() instanceof Event.Stopped)) {
      faults.add("no end");
    }
    ProcessEntry.all().stream()
        .filter(process -> groups.contains((long) process.group()) && !process.isZombie())
        .forEach(process -> faults.add("left: " + process));
    return faults;
  }
}
