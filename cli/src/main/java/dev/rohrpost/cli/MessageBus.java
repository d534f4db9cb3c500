package dev.rohrpost.cli;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.dbus.Bus;
import dev.rohrpost.dbus.BusAddress;
import dev.rohrpost.dbus.BusLimits;
import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.IncomingCall;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.wire.WireException;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.process.Child;
import dev.rohrpost.process.Pipeline;
import dev.rohrpost.process.Program;
import dev.rohrpost.process.Redirect;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.util.List;

/// A method of this process that others call by a message bus of the scene's own: the partner, and
/// a program in C where this machine has one.
final class MessageBus {
  private static final String NAME = "com.example.Sum";
  private static final String PATH = "/sum";
  private static final int MOST = 1000; // bytes of an address

  /// Everybody who may come to the socket may do everything, and nothing is started.
  private static final String CONFIGURATION =
      """
      <busconfig><listen>ADDRESS</listen><auth>EXTERNAL</auth>
      <policy context="default">
        <allow user="*"/><allow own="*"/>
        <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
      </policy></busconfig>
      """;

  private MessageBus() {}

  /// Has it called.
  static String show(Scene scene) throws Exception {
    var address = BusAddress.ofFile(scene.folder().resolve("bus")).toString();
    var file = scene.folder().resolve("bus.conf");
    Files.writeString(file, CONFIGURATION.replace("ADDRESS", address));
    try (var daemon = start(file.toString())) {
      scene.leave(() -> end(daemon)); // if a signal ends this
      try {
        awaitAddress(daemon);
        return onBus(scene, address);
      } finally {
        end(daemon);
      }
    }
  }

  private static Child start(String configuration) throws IOException {
    try {
      return Program.of(
              "dbus-daemon",
              "--config-file=" + configuration,
              "--nofork",
              "--nopidfile",
              "--print-address=1")
          .withOutput(Redirect.PIPE)
          .withErrors(Redirect.DISCARD) // it remarks on limits of this machine
          .start();
    } catch (UnixException.NotFound e) {
      throw new IOException(Scene.NO_PROGRAM + "dbus-daemon", e);
    }
  }

  /// It prints its address when it listens.
  private static void awaitAddress(Child daemon) throws IOException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var said = daemon.stdout().read(arena.allocate(MOST), Scene.soon());
      if (!(said instanceof Transfer.Bytes)) {
        throw new IOException("dbus-daemon does not listen: " + said);
      }
    }
  }

  private static void end(Child daemon) throws UnixException, InterruptedException {
    var _ = daemon.kill(Signal.TERM);
    if (daemon.await(Scene.soon()).isEmpty()) {
      var _ = daemon.kill(Signal.KILL);
      var _ = daemon.await();
    }
  }

  private static String onBus(Scene scene, String address) throws Exception {
    try (var bus = Bus.connect(BusAddress.of(address), BusLimits.DEFAULT, Scene.soon());
        var _ = bus.serve(ObjectPath.of(PATH), MessageBus::add);
        var _ = bus.own(NAME)) {
      var words =
          List.of("bus", "call", "--address", address, NAME, PATH, NAME, "Add", "ii", "40", "2");
      var answer = scene.partner().run(words.toArray(String[]::new)).orFail();
      return "process "
          + scene.partner().pid()
          + " called Add(40, 2) of "
          + NAME
          + ", which is process "
          + ProcessHandle.current().pid()
          + ": "
          + answer.text()
          + "; "
          + calledInC(address);
    }
  }

  private static void add(IncomingCall call)
      throws DbusException, InterruptedException, WireException {
    var arguments = call.arguments("ii");
    var sum = arguments.int32() + arguments.int32();
    call.reply("i", out -> out.int32(sum));
  }

  private static String calledInC(String address) throws Exception {
    var busctl =
        Program.of(
            "busctl", "--address=" + address, "call", NAME, PATH, NAME, "Add", "ii", "1", "2");
    try (var calling = Pipeline.of(busctl).withOutput(Redirect.PIPE).start()) {
      return "busctl, in C, called it: "
          + calling.communicate(new byte[0], Scene.soon()).outText().strip();
    } catch (UnixException.NotFound _) {
      return "there is no busctl to call it from C";
    }
  }
}
