package dev.rohrpost.testkit;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A second JVM that sees what this one sees: the same modules, patches, grants and class path.
///
/// ```java
/// try (Running echo = Jvm.of(Echo.class, "3").with("-Xmx64m").start()) {
///   echo.await(Duration.ofSeconds(10)).orFail();
/// }
/// ```
///
/// Agents of this JVM, such as the one that measures coverage, are not handed on.
public final class Jvm {
  /// The options of this JVM that say what code there is and what it may do.
  private static final List<String> HANDED_ON =
      List.of(
          "--module-path",
          "--upgrade-module-path",
          "--patch-module",
          "--add-modules",
          "--add-reads",
          "--add-opens",
          "--add-exports",
          "--enable-native-access",
          "--illegal-native-access");

  private final Class<?> main;
  private final List<String> arguments;
  private final List<String> options = new ArrayList<>();
  private final List<String> wrapper = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();

  private Jvm(Class<?> main, List<String> arguments) {
    this.main = main;
    this.arguments = arguments;
  }

  /// Prepares a JVM that runs the main method of a class of the main or the test sources.
  public static Jvm of(Class<?> main, String... arguments) {
    return new Jvm(main, List.of(arguments));
  }

  /// Adds options of the JVM, such as `-Xcheck:jni`.
  public Jvm with(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /// Sets a variable in its environment.
  public Jvm withEnvironment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /// Starts it through another program, as in `under("prlimit", "--nofile=32")`.
  public Jvm under(String... program) {
    wrapper.addAll(List.of(program));
    return this;
  }

  /// Starts it.
  public Running start() {
    var program = new ProcessBuilder(command());
    program.environment().putAll(environment);
    return Running.start(program);
  }

  /// Returns the whole command line, for programs that start it in their own way.
  public List<String> command() {
    var command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (HANDED_ON.contains(option.split("=", 2)[0])) {
        command.add(option);
      }
    }
    // Its file in /tmp is called after the number of the process, which another one has that is in
    // a
    // namespace of its own, too: the JVM says so on its standard output.
    command.add("-XX:-UsePerfData");
    command.add("--class-path");
    command.add(System.getProperty("java.class.path"));
    command.addAll(options);
    Module module = main.getModule();
    if (module.isNamed()) {
      command.add("--module");
      command.add(module.getName() + "/" + main.getName());
    } else {
      command.add(main.getName());
    }
    command.addAll(arguments);
    return command;
  }
}
