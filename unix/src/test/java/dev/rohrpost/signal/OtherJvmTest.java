package dev.rohrpost.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.testkit.CProgram;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.OwnMachine;
import dev.rohrpost.testkit.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Subscriptions in JVMs that are started in all kinds of ways.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class OtherJvmTest {
  @ParameterizedTest
  @CsvSource({"TERM, 143", "HUP, 129", "INT, 130"})
  void aJvmCanBeEndedAgainWhenNobodySubscribesAnyMore(String name, int status) throws Exception {
    var signal = Signal.parse(name);
    try (var watched = Watched.of("HUP", "INT", "TERM")) {
      assertThat(watched.reason()).isEmpty();
      for (var i = 0; i < 3; i++) {
        watched.send(signal);
        assertThat(watched.next("SIG")).isEqualTo(signal + " SI_USER " + Here.PID);
      }
      watched.ask("close", "closed");
      watched.ask("subscribe " + name, "subscribed");
      watched.send(signal);
      assertThat(watched.next("SIG")).isEqualTo(signal + " SI_USER " + Here.PID);
      watched.ask("close", "closed");
      watched.send(signal);
      assertThat(watched.await().status()).isEqualTo(status);
    }
  }

  @Test
  void thePortableSourceTellsTheSignalOnly() throws Exception {
    try (var watched =
        Watched.of(
            Jvm.of(Watcher.class, "HUP", "INT", "TERM").with("-Drohrpost.signals=portable"))) {
      assertThat(watched.reason()).contains("rohrpost.signals=portable");
      assertPortable(watched);
    }
  }

  @Test
  void whereExecutableMemoryIsDeniedThePortableSourceSaysSo() throws Exception {
    var deny = CProgram.of(OtherJvmTest.class, "deny.c").toString();
    try (var watched = Watched.of(Jvm.of(Watcher.class, "HUP", "INT", "TERM").under(deny))) {
      assertThat(watched.reason()).contains("executable memory is denied").contains("EACCES");
      assertPortable(watched);
    }
  }

  private static void assertPortable(Watched watched) throws Exception {
    for (var signal : new Signal[] {Signal.HUP, Signal.INT, Signal.TERM, Signal.HUP}) {
      watched.send(signal);
      assertThat(watched.next("SIG")).isEqualTo(signal + " SI_USER 0");
    }
    assertThat(watched.ask("subscribe USR1 RTMIN", "refused")).contains("SIGRTMIN");
    watched.ask("close", "closed");
    watched.ask("subscribe TERM", "subscribed");
    watched.send(Signal.TERM);
    assertThat(watched.next("SIG")).startsWith("SIGTERM");
    watched.ask("close", "closed");
    watched.send(Signal.TERM);
    assertThat(watched.await().status()).isEqualTo(143);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HUP", "INT", "TERM"})
  @Row("SIG-30")
  void underXrsTheKernelSourceReceivesThem(String name) throws Exception {
    try (var watched = Watched.of(Jvm.of(Watcher.class, name).with("-Xrs"))) {
      watched.send(Signal.parse(name));
      assertThat(watched.next("SIG")).isEqualTo(Signal.parse(name) + " SI_USER " + Here.PID);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HUP", "INT", "TERM"})
  @Row("SIG-30")
  void underXrsThePortableSourceRefusesThem(String name) throws Exception {
    try (var watched =
        Watched.of(Jvm.of(Watcher.class).with("-Xrs", "-Drohrpost.signals=portable"))) {
      assertThat(watched.ask("subscribe " + name, "refused"))
          .contains(Signal.parse(name).toString())
          .contains("the JVM cannot receive");
      watched.ask("subscribe USR1", "subscribed");
    }
  }

  @Test
  void aJvmThatIgnoresHangupFromItsStartCanReceiveIt() throws Exception {
    Foreign.require("nohup");
    try (var watched = Watched.of(Jvm.of(Watcher.class, "HUP").under("nohup"))) {
      watched.send(Signal.HUP);
      assertThat(watched.next("SIG")).isEqualTo("SIGHUP SI_USER " + Here.PID);
      watched.ask("close", "closed");
      watched.send(Signal.HUP); // which is ignored again
      watched.ask("subscribe USR1", "subscribed");
    }
  }

  @Test
  void aJvmInWhichEverythingIsBlockedFromItsStartCanReceive() throws Exception {
    var blocking = CProgram.of(OtherJvmTest.class, "blocking.c").toString();
    try (var watched = Watched.of(Jvm.of(Watcher.class, "TERM", "USR1", "RTMIN").under(blocking))) {
      for (var i = 0; i < 100; i++) {
        watched.target().queue(Signal.RTMIN, i);
      }
      for (var i = 0; i < 100; i++) {
        assertThat(watched.next("SIG")).isEqualTo("SIGRTMIN SI_QUEUE " + Here.PID + " " + i);
      }
      watched.send(Signal.TERM);
      assertThat(watched.next("SIG")).startsWith("SIGTERM");
      watched.send(Signal.USR1);
      assertThat(watched.next("SIG")).startsWith("SIGUSR1");
    }
  }

  @Test
  @Row({"SIG-14", "SIG-15"})
  void aFullQueueIsToldToTheSenderAndHoldsUpNoOrdinarySignal() throws Exception {
    Foreign.require("prlimit");
    try (var watched =
        Watched.of(
            Jvm.of(Watcher.class, "USR1")
                .under(OwnMachine.limits())
                .under("prlimit", "--sigpending=3000"))) {
      watched.ask("subscribe WINCH", "subscribed");
      new Target.Pid(watched.target().pid()).send(Signal.STOP);
      Here.until(() ->
          Here.state(watched.target().pid()).threads().stream()
              .allMatch(t -> t.activity().state() == Activity.State.STOPPED));
      var accepted = 0;
      var full = false;
      try {
        for (; accepted <= 3000; accepted++) {
          watched.target().queue(Signal.USR1, accepted); // merged: takes no place in the queue
          watched.target().queue(new Signal(40), accepted);
        }
      } catch (UnixException.LimitReached e) {
        full = true;
        assertThat(e.errno().toString()).isEqualTo("EAGAIN");
        assertThat(e).hasMessageContaining("sigqueue(pid " + watched.target().pid() + ")");
      }
      assertThat(full).isTrue();
      watched.send(Signal.WINCH);
      assertThat(Here.state(watched.target().pid()).pending().contains(Signal.WINCH)).isTrue();
    }
  }

  @Test
  void whereNothingCanBeQueuedOrdinarySignalsAreReceivedAllTheSame() throws Exception {
    Foreign.require("prlimit");
    try (var watched = Watched.of(Jvm.of(Watcher.class).under("prlimit", "--sigpending=0"))) {
      assertThat(watched.ask("subscribe RTMIN", "refused")).contains("EAGAIN");
      watched.ask("subscribe TERM USR1", "subscribed");
      for (var i = 0; i < 100; i++) {
        watched.send(Signal.TERM);
        assertThat(watched.next("SIG")).startsWith("SIGTERM SI_USER");
        watched.send(Signal.USR1);
        assertThat(watched.next("SIG")).startsWith("SIGUSR1 SI_USER");
      }
    }
  }

  @Test
  void tooFewDescriptorsAreToldAndLeaveNothingBehind() throws Exception {
    try (var starved = Jvm.of(Starved.class).start()) {
      assertThat(starved.await(Here.PATIENCE).orFail().out()).isEqualTo("received\n");
    }
  }
}
