package dev.rohrpost.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A program that runs beside the test. Its output is collected; closing kills what is left of it.
///
/// Every wait has a deadline and fails the test with what the program has said so far.
public final class Running implements AutoCloseable {
  private final Process process;
  private final Collected out;
  private final Collected err;

  private Running(Process process) {
    this.process = process;
    this.out = Collected.from(process.getInputStream());
    this.err = Collected.from(process.getErrorStream());
  }

  public static Running start(ProcessBuilder program) {
    try {
      return new Running(program.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns its process id.
  public long pid() {
    return process.pid();
  }

  /// Returns where its standard input comes from.
  public OutputStream stdin() {
    return process.getOutputStream();
  }

  /// Lets it see the end of its standard input.
  public void endInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns the handle the JDK has on it, for questions that this class does not answer.
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /// Waits for the next whole line on its standard output and takes it.
  public String line(Duration patience) throws InterruptedException {
    return out.line(patience)
        .orElseThrow(() -> new AssertionError("no line within " + patience + soFar()));
  }

  /// Waits until it has ended and closed both outputs.
  public Output await(Duration patience) throws InterruptedException {
    long start = System.nanoTime();
    if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)
        || !out.awaitEnd(patience.minusNanos(System.nanoTime() - start))
        || !err.awaitEnd(patience.minusNanos(System.nanoTime() - start))) {
      throw new AssertionError("still running after " + patience + soFar());
    }
    return new Output(process.exitValue(), out.text(), err.text());
  }

  private String soFar() {
    return "; standard output:\n" + out.text() + "\nstandard error:\n" + err.text();
  }

  /// Waits until it has ended. What it has started may go on, and hold its outputs open.
  ///
  /// Not by [Process#onExit]: the JDK completes that on its common pool, of which every thread may
  /// be waiting, for another program, until the last holder of an output closes it.
  public void awaitEnd() throws InterruptedException {
    var _ = process.waitFor();
  }

  /// Kills it, if it is still there, and waits until it is gone.
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      awaitEnd();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it was told to end already
    }
    try (InputStream _ = process.getInputStream();
        InputStream _ = process.getErrorStream();
        OutputStream _ = process.getOutputStream()) {
      // What it started itself may hold the pipes open: no need to wait for their end.
    } catch (IOException _) {
      // Bytes that the dead program can no longer take.
    }
  }
}
