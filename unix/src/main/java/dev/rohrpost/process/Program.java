package dev.rohrpost.process;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/// A program with its arguments and everything it is to find when it starts. It can be started any
/// number of times.
///
/// ```java
/// try (var child = Program.of("wc", "-l").withInput(Redirect.PIPE).start()) { … }
/// ```
///
/// What is not said otherwise: descriptors 0, 1 and 2, environment, working directory, process
/// group and limits are those of this process; there are no other descriptors, no signal is blocked
/// and all have their default action.
///
/// Text reaches the program as UTF-8.
///
/// @see <a href="https://man7.org/linux/man-pages/man3/posix_spawn.3.html">posix_spawn(3)</a>
public final class Program {
  final Settings settings;

  private Program(Settings settings) {
    this.settings = settings;
  }

  /// Makes a program that is named by its path or searched for.
  ///
  /// A name without a slash is searched in the `PATH` of the program's own environment if that was
  /// set, else in that of this process. A relative path is relative to the working directory of the
  /// program.
  ///
  /// @param program a path, or a name such as `ls`
  /// @param arguments what follows the name; each arrives as it is
  /// @return the program, not yet started nor looked for
  /// @throws IllegalArgumentException if one of them contains a NUL
  public static Program of(String program, String... arguments) {
    var command = new ArrayList<String>();
    command.add(CStrings.check(program));
    for (var argument : arguments) {
      command.add(CStrings.check(argument));
    }
    return new Program(new Settings(List.copyOf(command)));
  }

  /// Makes a program of a line that is split at blanks.
  ///
  /// Single quotes, double quotes and backslashes protect characters as in a shell. All else that a
  /// shell does is not done: `*`, `$`, `~`, `|`, `>` and `;` are characters as others are.
  ///
  /// @param line such as `grep -c 'two words' file`
  /// @return the program
  /// @throws IllegalArgumentException if the line has no word, a quote is not closed, the line ends
  ///   in a backslash or contains a NUL
  public static Program parse(String line) {
    var words = CommandLine.split(CStrings.check(line));
    return of(words.getFirst(), words.subList(1, words.size()).toArray(String[]::new));
  }

  /// Adds arguments.
  ///
  /// @param arguments what follows the arguments so far
  /// @return the new program
  /// @throws IllegalArgumentException if one of them contains a NUL
  public Program withArguments(String... arguments) {
    var command = new ArrayList<>(settings.command);
    for (var argument : arguments) {
      command.add(CStrings.check(argument));
    }
    return new Program(new Settings(settings, List.copyOf(command)));
  }

  /// Sets a variable of the environment.
  ///
  /// @param name its name
  /// @param value its value
  /// @return the new program
  /// @throws IllegalArgumentException if the name is empty or contains `=`, or if there is a NUL
  public Program withVariable(String name, String value) {
    return changing(name, Optional.of(value));
  }

  /// Takes a variable out of the environment.
  ///
  /// @param name its name
  /// @return the new program
  /// @throws IllegalArgumentException if the name is empty or contains `=` or a NUL
  public Program withoutVariable(String name) {
    return changing(name, Optional.empty());
  }

  /// Takes all variables out of the environment; those that are set later are in it.
  ///
  /// @return the new program
  public Program withEmptyEnvironment() {
    return with(s -> {
      s.environment = Environment.EMPTY;
      s.pidVariable = null;
    });
  }

  /// The last word on a variable holds, also where the one before was [#withPidVariable].
  private Program changing(String name, Optional<String> value) {
    return with(s -> {
      s.environment = s.environment.with(name, value);
      s.pidVariable = name.equals(s.pidVariable) ? null : s.pidVariable;
    });
  }

  /// Sets the working directory.
  ///
  /// @param directory a directory, relative to the one of this process
  /// @return the new program
  public Program withDirectory(Path directory) {
    return with(s -> s.directory = directory.toString().isEmpty() ? "." : directory.toString());
  }

  /// Sets standard input.
  ///
  /// @param input what number 0 leads to
  /// @return the new program
  public Program withInput(Redirect input) {
    return withDescriptor(0, input);
  }

  /// Sets standard output.
  ///
  /// @param output what number 1 leads to
  /// @return the new program
  public Program withOutput(Redirect output) {
    return withDescriptor(1, output);
  }

  /// Sets standard error.
  ///
  /// @param errors what number 2 leads to
  /// @return the new program
  public Program withErrors(Redirect errors) {
    return withDescriptor(2, errors);
  }

  /// Sets any descriptor.
  ///
  /// @param number the number in the program, 0 or more
  /// @param redirect what it leads to
  /// @return the new program
  /// @throws IllegalArgumentException if the number is negative, or above 2 and redirected to a
  ///   pipe
  public Program withDescriptor(int number, Redirect redirect) {
    if (number < 0) {
      throw new IllegalArgumentException("descriptor " + number);
    }
    if (number > 2 && redirect instanceof Redirect.Pipe) {
      throw new IllegalArgumentException("which end of a pipe is descriptor " + number + " to be?");
    }
    return with(s -> s.redirects.put(number, redirect));
  }

  /// Lets the program lead a new process group.
  ///
  /// @return the new program
  public Program withNewGroup() {
    return with(s -> s.job = new Job.NewGroup());
  }

  /// Puts the program into a process group.
  ///
  /// The group has to exist: if all its members have ended and were reaped, the start fails with
  /// EPERM. A [Pipeline] in one group does not have this trouble.
  ///
  /// @param group the number of a group of this session: the pid of the child that leads it
  /// @return the new program
  /// @throws IllegalArgumentException unless the number is positive
  public Program withGroup(int group) {
    if (group <= 0) {
      throw new IllegalArgumentException("process group " + group);
    }
    return with(s -> s.job = new Job.Group(group));
  }

  /// Lets the program lead a new session, and a process group in it, without a terminal.
  ///
  /// @return the new program
  public Program withNewSession() {
    return with(s -> s.job = new Job.NewSession());
  }

  /// Lets the program lead a new session that is controlled by a terminal. Descriptors 0, 1 and 2
  /// are redirected separately.
  ///
  /// @param tty a terminal that controls no session yet, such as the inner side of a new
  ///   pseudoterminal; the start fails with ENOTTY if it controls another one
  /// @return the new program
  public Program withTerminal(Fd tty) {
    return with(s -> s.job = new Job.Terminal(tty));
  }

  /// Makes the program's process group the foreground group of this session's terminal, before the
  /// program runs. Use it together with [#withNewGroup()].
  ///
  /// @param tty the controlling terminal of this session
  /// @return the new program
  public Program withForegroundOf(Fd tty) {
    return with(s -> s.foregroundOf = tty);
  }

  /// Lets the program start with signals blocked.
  ///
  /// @param signals all that are blocked
  /// @return the new program
  public Program withBlockedSignals(Set<Signal> signals) {
    var copy = Set.copyOf(signals);
    return with(s -> s.blocked = copy);
  }

  /// Lets the program start with signals ignored, as nohup(1) does, and shells do for what runs in
  /// the background. They have to be ignored in this process when the program is started, because
  /// posix_spawn(3) has no way to ignore any; `dev.rohrpost.signal.Disposition` has.
  ///
  /// @param signals all that are ignored
  /// @return the new program
  public Program withIgnoredSignals(Set<Signal> signals) {
    var copy = Set.copyOf(signals);
    return with(s -> s.ignored = copy);
  }

  /// Sets the niceness. It holds from the first instruction of the program on.
  ///
  /// @param niceness -20, the most favoured, to 19; below that of this process it takes privileges
  /// @return the new program
  /// @throws IllegalArgumentException if it is out of range
  public Program withNiceness(int niceness) {
    if (niceness < -20 || niceness > 19) {
      throw new IllegalArgumentException("niceness is -20 to 19, not " + niceness);
    }
    return with(s -> s.niceness = OptionalInt.of(niceness));
  }

  /// Gives the program a variable that holds its own pid, as `LISTEN_PID` of sd_listen_fds(3) must.
  /// There is one such variable: the one that was named last.
  ///
  /// @param name the variable
  /// @return the new program
  /// @throws IllegalArgumentException if it is no name for a variable
  public Program withPidVariable(String name) {
    return with(s -> {
      s.environment = s.environment.with(name, Optional.empty());
      s.pidVariable = name;
    });
  }

  /// Limits a resource. It holds from the first instruction of the program on.
  ///
  /// @param limit the resource
  /// @param soft the limit that holds, or [Limit#UNLIMITED]
  /// @param hard how far the program may raise it, or [Limit#UNLIMITED]; more than this process has
  ///   takes privileges
  /// @return the new program
  /// @throws IllegalArgumentException if the soft limit is above the hard one
  public Program withLimit(Limit limit, long soft, long hard) {
    if (Long.compareUnsigned(soft, hard) > 0) {
      throw new IllegalArgumentException(limit + ": soft limit above the hard one");
    }
    return with(s -> s.limits.put(limit, new Settings.Bounds(soft, hard)));
  }

  /// Sets a descriptor of which nothing was said.
  Program withDefault(int number, Redirect redirect) {
    return with(s -> s.redirects.putIfAbsent(number, redirect));
  }

  private Program with(Consumer<Settings> change) {
    var copy = new Settings(settings, settings.command);
    change.accept(copy);
    return new Program(copy);
  }

  /// Finds the file of the program, as [#start()] does first, and starts nothing. For who wants to
  /// know before there is something to lose; the start may fail all the same.
  ///
  /// @throws UnixException with what execve(2) says of the program (ENOENT, EACCES and others), or
  ///   chdir(2) of the directory
  public void requireExecutable() throws UnixException {
    var _ = Launch.findExecutable(this);
  }

  /// Starts the program. When this returns, it runs.
  ///
  /// Nothing is left behind when it fails: no process and no descriptor. (A file that was to be
  /// made or emptied may have been.)
  ///
  /// @return the child; close it when its pipes are no longer needed
  /// @throws UnixException with the errno of the step that failed, named in the message: what
  ///   execve(2) says of the program (ENOENT, EACCES, ENOEXEC, E2BIG and others), what chdir(2)
  ///   says of the directory, what open(2) says of a file; EAGAIN if there are too many processes;
  ///   EMFILE if this process has too many descriptors; EBADF if a descriptor to pass is closed, or
  ///   has to get a number above the limit; EPERM or EACCES if the niceness, a limit or the process
  ///   group is not allowed; ENOTTY for a terminal that is none
  /// @throws IllegalStateException if a number is to be the same as another one that is not given;
  ///   if a signal is to be ignored that this process does not ignore
  public Child start() throws UnixException {
    var child = Launch.start(this);
    child.watch();
    return child;
  }

  /// {@return the command line, quoted so that a shell would read it as it is meant}
  @Override
  public String toString() {
    return String.join(" ", settings.command.stream().map(CommandLine::quote).toList());
  }
}
