package dev.rohrpost.dbus;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Python;
import dev.rohrpost.testkit.Running;

/// The service of `service.py`, by GIO.
///
/// @param program the process
/// @param owner its unique name
record PythonService(Running program, String owner) implements AutoCloseable {
  static final String NAME = "com.example.Real";

  /// The interpreter of the distribution, which has GIO.
  static final String INTERPRETER = "/usr/bin/python3";

  /// What of it has to be there.
  static final String GIO = "/usr/lib/python3/dist-packages/gi/__init__.py";

  static PythonService start(TestBus daemon) throws InterruptedException {
    return start(daemon, NAME);
  }

  static PythonService start(TestBus daemon, String name) throws InterruptedException {
    Foreign.require(GIO);
    var program = daemon.run(INTERPRETER, "-c", text(), name);
    return new PythonService(program, program.line(TestBus.PATIENCE).replaceFirst("ready ", ""));
  }

  static String text() {
    return Python.source(PythonService.class, "service.py");
  }

  static Call call(String member) {
    return Call.to(NAME, "/test", "com.example.Test", member);
  }

  @Override
  public void close() {
    program.close();
  }
}
