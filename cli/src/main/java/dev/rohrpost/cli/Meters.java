package dev.rohrpost.cli;

import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Console;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.pipe.Pipe;
import dev.rohrpost.pipe.Splice;
import dev.rohrpost.process.Program;
import dev.rohrpost.process.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Counts what passes between programs, and shows it meanwhile: on a terminal on one line that
/// changes, elsewhere on a line each second. The kernel moves the bytes from one pipe to the next;
/// the JVM sees only how many they are.
final class Meters implements AutoCloseable {
  private static final long PIECE = 1 << 20;

  /// What a terminal shows without a second line, which `\r` would not go back over.
  private static final int WIDTH = 79;

  private final List<Program> programs;
  private final List<Joint> joints;
  private final Console console;
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread display =
      Thread.ofPlatform().daemon().name("progress").unstarted(this::show);

  private Meters(List<Program> programs, List<Joint> joints, Console console) {
    this.programs = programs;
    this.joints = joints;
    this.console = console;
  }

  /// What is between two programs.
  ///
  /// @param before gets what the first one writes
  /// @param after is read by the second one
  private record Joint(String name, Pipe before, Pipe after, AtomicLong bytes, List<Thread> mover) {
    static Joint between(Program first, Program second) throws UnixException {
      var before = Pipe.open();
      try {
        return new Joint(
            first + " | " + second, before, Pipe.open(), new AtomicLong(), new ArrayList<>());
      } catch (UnixException e) {
        before.close();
        throw e;
      }
    }

    void start() {
      before.writeEnd().close();
      after.readEnd().close();
      mover.add(Thread.ofPlatform().daemon().name("meter").start(this::move));
    }

    private void move() {
      try (before;
          after) {
        while (Splice.splice(before.readEnd().fd(), after.writeEnd().fd(), PIECE)
            instanceof Transfer.Bytes(int count)) {
          bytes.addAndGet(count);
        }
      } catch (UnixException _) {
        // The second one reads no more: the first one finds out in its turn.
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Makes a meter for each place between two programs.
  ///
  /// @param wanted whether there are to be any
  static Meters between(List<Program> programs, boolean wanted, Console console)
      throws UnixException {
    var joints = new ArrayList<Joint>();
    try {
      for (var i = 1; wanted && i < programs.size(); i++) {
        joints.add(Joint.between(programs.get(i - 1), programs.get(i)));
      }
    } catch (UnixException e) {
      closeAll(joints);
      throw e;
    }
    return new Meters(programs, joints, console);
  }

  /// Returns the programs with the meters between them.
  List<Program> joined(List<Program> programs) {
    var result = new ArrayList<>(programs);
    for (var i = 0; i < joints.size(); i++) {
      var joint = joints.get(i);
      result.set(i, result.get(i).withOutput(new Redirect.To(joint.before().writeEnd().fd())));
      result.set(i + 1, result.get(i + 1).withInput(new Redirect.To(joint.after().readEnd().fd())));
    }
    return result;
  }

  /// Begins to count, when the programs have their ends.
  void start() {
    joints.forEach(Joint::start);
    if (!joints.isEmpty()) {
      display.start();
    }
  }

  private void show() {
    var terminal = console.errorIsTerminal();
    try {
      while (!done.await(terminal ? 200 : 1000, TimeUnit.MILLISECONDS)) {
        if (terminal) {
          console.redraw(clipped(line()));
        } else {
          console.say(line());
        }
      }
      if (terminal) {
        console.redraw(" ".repeat(WIDTH) + "\r");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// The pipeline, with what has passed each pipe in its place.
  private String line() {
    var line = new StringBuilder(programs.getFirst().toString());
    for (var i = 0; i < joints.size(); i++) {
      line.append(" | ").append(joints.get(i).bytes()).append(" bytes | ");
      line.append(programs.get(i + 1));
    }
    return line.toString();
  }

  private static String clipped(String line) {
    return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 3) + "...";
  }

  /// Waits until all has passed, and says how much that was.
  void finish() throws InterruptedException {
    for (var joint : joints) {
      for (var mover : joint.mover()) {
        mover.join();
      }
    }
    stopShowing();
    for (var joint : joints) {
      console.say(joint.name() + ": " + joint.bytes() + " bytes");
    }
  }

  private void stopShowing() throws InterruptedException {
    done.countDown();
    display.join();
  }

  @Override
  public void close() {
    done.countDown();
    closeAll(joints);
  }

  private static void closeAll(List<Joint> joints) {
    for (var joint : joints) {
      joint.before().close();
      joint.after().close();
    }
  }
}
