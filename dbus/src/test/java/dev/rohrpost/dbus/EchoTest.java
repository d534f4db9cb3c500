package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.wire.Bodies;
import dev.rohrpost.dbus.wire.Samples;
import dev.rohrpost.dbus.wire.Samples.Sample;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.pipe.Pipe;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every type and array goes to other libraries and back: what we write they read, what they write
/// we read, and both know the values beforehand.
@Timeout(120)
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class EchoTest {
  @TempDir Path folder;

  /// Answers with the arguments, and keeps how they look.
  static IncomingCall.Handler echo(List<String> seen) {
    return call -> {
      var types = call.signature().types();
      var arguments = call.arguments(call.signature().toString());
      var values = new ArrayList<>();
      for (var type : types) {
        values.add(arguments.value(type));
      }
      seen.add(
          call.signature() + (values.getFirst() instanceof Fd ? "" : " " + Bodies.show(values)));
      call.reply(
          call.signature().toString(),
          out -> {
            for (var i = 0; i < types.size(); i++) {
              out.value(types.get(i), values.get(i));
            }
          });
    };
  }

  /// How a sample looks when it came as it should.
  static String shown(Sample sample) {
    return sample.body() + " " + Bodies.show(sample.arguments());
  }

  @ParameterizedTest
  @EnumSource
  @Row("DBUS-37")
  void theirServiceAnswersWhatWeHaveSent(EchoLibrary library) throws Exception {
    try (var daemon = TestBus.start();
        var service = library.run(daemon, "serve", folder);
        var bus = daemon.connect()) {
      assertThat(service.line(TestBus.PATIENCE)).startsWith("ready");
      var call = Call.to(EchoLibrary.NAME, EchoLibrary.PATH, "com.example.Test", "Echo");
      for (var sample : Samples.ALL) {
        var reply = bus.call(call.with(sample.body(), sample.arguments().toArray()));
        assertThat(reply.signature() + " " + Bodies.show(reply.body())).isEqualTo(shown(sample));
      }
      if (library == EchoLibrary.GIO) {
        return; // the one of GIO has the list of descriptors apart, and does not pass it on
      }
      try (var pipe = Pipe.open();
          var reply = bus.call(call.with("h", pipe.readEnd().fd()))) {
        pipe.writeEnd().outputStream().write(7);
        assertThat(new ReadEnd((Fd) reply.body(0)).inputStream().read()).isEqualTo(7);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Row("DBUS-37")
  void ourServiceReadsAndAnswersWhatTheySend(EchoLibrary library) throws Exception {
    var seen = Collections.synchronizedList(new ArrayList<String>());
    try (var daemon = TestBus.start();
        var bus = daemon.connect();
        var _ = bus.serve(ObjectPath.of(EchoLibrary.PATH), echo(seen));
        var _ = bus.own(EchoLibrary.NAME);
        var client = library.run(daemon, "call", folder)) {
      var lines = client.await(TestBus.PATIENCE).orFail().out().lines().map(String::strip);
      var expected = new ArrayList<>(Samples.ALL.stream().map(Sample::body).toList());
      expected.add("h");
      assertThat(lines).containsExactlyElementsOf(expected.stream().map(s -> "same " + s).toList());
      var values = new ArrayList<>(Samples.ALL.stream().map(EchoTest::shown).toList());
      values.add("h");
      assertThat(seen).containsExactlyElementsOf(values);
    }
  }
}
