package dev.rohrpost.cli;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.cli.command.Exit;
import dev.rohrpost.cli.command.Failure;
import dev.rohrpost.cli.command.Hints;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.fd.WriteEnd;
import dev.rohrpost.messaging.Message;
import dev.rohrpost.process.ExitStatus;
import dev.rohrpost.process.Program;
import dev.rohrpost.process.Redirect;
import dev.rohrpost.process.RunningPipeline;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Runs a program for each message, or for each stream, one after the other. What it does not read
/// is dropped.
final class ReceiveExec implements Taker {
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final String PREFIX = "ROHRPOST_";

  private final Program program;
  private final Way way;
  private final Console console;
  private final ProgramGroup group = new ProgramGroup(GRACE);
  private @Nullable RunningPipeline running;
  private int status = Exit.DONE;

  /// How programs are run.
  ///
  /// @param borders whether each message has a program of its own
  /// @param many whether one program may follow another: the failure of one is not the end then
  /// @param deadline when the program that runs is ended
  record Way(boolean borders, boolean many, Deadline deadline) {}

  ReceiveExec(Program program, Way way, Console console) throws UnixException {
    this.program = program;
    this.way = way;
    this.console = console;
  }

  /// Refuses a program that cannot be run, before anything is received that would then be lost.
  static void check(Program program) throws Failure {
    try {
      program.requireExecutable();
    } catch (UnixException e) {
      throw Failure.of(ConnectCommand.statusOf(e), Hints.withHint(e), e);
    }
  }

  @Override
  public boolean take(Message message) throws Exception {
    var current = running == null ? start(message) : running;
    var written = write(message.body(), current.stdin());
    if (written == Written.LATE) {
      return late();
    }
    var isLast = written == Written.UNREAD && !way.many();
    if (way.borders() || isLast) {
      return ended();
    }
    return true;
  }

  @Override
  public boolean ended() throws Exception {
    var current = running == null ? start(Message.of(new byte[0])) : running;
    current.stdin().close();
    var all = current.await(way.deadline());
    if (all.isEmpty()) {
      return late();
    }
    current.close();
    running = null;
    return done(all.get().last());
  }

  private boolean done(ExitStatus end) {
    if (!way.many()) {
      status = end.shellStatus();
    } else if (!end.isSuccess()) {
      status = Exit.FAILED;
      console.say("rohrpost: " + program + ": " + end);
    }
    return way.many();
  }

  private boolean late() {
    group.end();
    status = Exit.DEADLINE;
    return false;
  }

  private RunningPipeline start(Message message) throws Exception {
    var prepared = with(message).withInput(Redirect.PIPE);
    var started = group.start(() -> ConnectCommand.start(List.of(prepared), console));
    running = started;
    return started;
  }

  /// What became of bytes.
  private enum Written {
    ALL,
    UNREAD,
    LATE
  }

  private Written write(byte[] bytes, WriteEnd stdin) throws UnixException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var rest = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      while (rest.byteSize() > 0) {
        if (!(stdin.write(rest, way.deadline()) instanceof Transfer.Bytes(int count))) {
          return Written.LATE;
        }
        rest = rest.asSlice(count);
      }
      return Written.ALL;
    } catch (UnixException.Disconnected e) { // it reads no more, which is its right
      return Written.UNREAD;
    }
  }

  /// A variable of which nothing is known is removed, so that it does not tell of another message:
  /// this command may itself be run by one like it.
  private Program with(Message message) {
    var all = with(program, "TYPE", message.type().stream().mapToObj(Long::toString).findAny());
    all = with(all, "PRIORITY", text(message.priority()));
    all = with(all, "FROM", message.from().map(ReceiveExec::withoutNul));
    all = with(all, "PID", text(message.pid()));
    return with(all, "UID", text(message.uid()));
  }

  private static Program with(Program program, String name, Optional<String> value) {
    return value
        .map(known -> program.withVariable(PREFIX + name, known))
        .orElseGet(() -> program.withoutVariable(PREFIX + name));
  }

  private static Optional<String> text(OptionalInt number) {
    return number.stream().mapToObj(Integer::toString).findAny();
  }

  /// Abstract names may contain what no variable can; ss(8) writes it so, too.
  private static String withoutNul(String address) {
    return address.replace('\0', '@');
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public void close() {
    group.close();
  }
}
