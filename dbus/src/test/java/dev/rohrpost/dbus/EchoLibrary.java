package dev.rohrpost.dbus;

import dev.rohrpost.dbus.wire.Samples;
import dev.rohrpost.testkit.CProgram;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Python;
import dev.rohrpost.testkit.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A library of other people, with a service that answers what it was called with, and a client
/// that calls such a service with every sample, and says "same" for each that came back as it was.
enum EchoLibrary {
  /// That of systemd.
  SD_BUS {
    @Override
    Running run(TestBus daemon, String mode, Path folder) {
      Foreign.require("/usr/include/systemd/sd-bus.h");
      var program = CProgram.of(EchoLibrary.class, "echo.c", "-lsystemd");
      return Running.start(daemon.program(program.toString(), mode));
    }
  },
  /// That of the reference implementation, from Python.
  PYTHON_DBUS {
    @Override
    Running run(TestBus daemon, String mode, Path folder) {
      Foreign.require("/usr/lib/python3/dist-packages/dbus/__init__.py");
      var text = Python.source(EchoLibrary.class, "echo_dbus.py");
      return daemon.run(PythonService.INTERPRETER, "-c", text, mode);
    }
  },
  /// That of GLib, from Python.
  GIO {
    @Override
    Running run(TestBus daemon, String mode, Path folder) throws IOException {
      Foreign.require(PythonService.GIO);
      if (mode.equals("serve")) {
        return daemon.run(PythonService.INTERPRETER, "-c", PythonService.text(), NAME);
      }
      var lines = Samples.ALL.stream().map(s -> s.body() + "\t" + s.bodyText()).toList();
      var file = Files.write(folder.resolve("samples"), lines);
      var text = Python.source(EchoLibrary.class, "echo_gio.py");
      return daemon.run(PythonService.INTERPRETER, "-c", text, mode, file.toString());
    }
  };

  static final String NAME = "com.example.Echo";
  static final String PATH = "/echo";

  /// Starts the service, which says "ready", or the client.
  ///
  /// @param mode `serve` or `call`
  /// @param folder for what the program needs
  abstract Running run(TestBus daemon, String mode, Path folder) throws IOException;
}
