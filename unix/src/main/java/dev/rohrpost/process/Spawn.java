package dev.rohrpost.process;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.SpawnH;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One call of posix_spawn(3), with every number that it needs.
///
/// @param settings what was said about the program
/// @param executable its file
/// @param sources the descriptors, by their number in the child
/// @param numbers the numbers of the borrowed descriptors
/// @param gate where the child is to wait for its limits, or null
record Spawn(
    Settings settings,
    String executable,
    SortedMap<Integer, Wiring.Source> sources,
    Map<Fd, Integer> numbers,
    @Nullable Gate gate) {
  private static final int NONE = -1;

  /// Makes the call. It blocks the current thread until the program runs.
  ///
  /// @return the pid
  /// @throws UnixException with the errno of the step that failed; there is no child then
  int run() throws UnixException {
    try (var arena = Arena.ofConfined();
        var actions = new FileActions(arena);
        var attributes = Attributes.of(arena, settings)) {
      describe(actions);
      var pid = arena.allocate(ValueLayout.JAVA_INT);
      var errno =
          SpawnH.posix_spawn(
              pid,
              arena.allocateFrom(executable),
              actions.list(),
              attributes.attributes(),
              CStrings.array(arena, settings.command),
              settings.environment.block(arena, gate == null ? null : gate.pidVariable()));
      if (errno != 0) {
        throw failure(new Errno(errno));
      }
      return pid.get(ValueLayout.JAVA_INT, 0);
    }
  }

  private void describe(FileActions actions) throws UnixException {
    if (settings.directory != null) {
      actions.changeDirectory(settings.directory);
    }
    var descriptors = new Descriptors(actions, sourceNumbers());
    numbers.values().forEach(descriptors::protect);
    var tty = settings.job instanceof Job.Terminal(Fd fd) ? descriptors.park(number(fd)) : NONE;
    var foreground = parked(settings.foregroundOf, descriptors);
    var waitingRoom = parked(gate == null ? null : gate.fifo(), descriptors);
    descriptors.place();
    if (tty != NONE) {
      takeTerminal(actions, tty, descriptors.workplace());
    }
    if (foreground != NONE) {
      actions.bringToForeground(foreground);
    }
    descriptors.closeOthers(waitingRoom);
    if (waitingRoom != NONE) {
      Gate.addTo(actions, waitingRoom, descriptors.workplace());
    }
  }

  private int parked(@Nullable Fd fd, Descriptors descriptors) throws UnixException {
    return fd == null ? NONE : descriptors.park(number(fd));
  }

  /// The first terminal that the leader of a session opens controls the session. That it does is
  /// proved by making the leader's group its foreground group, which it is already.
  private static void takeTerminal(FileActions actions, int tty, int workplace)
      throws UnixException {
    actions.reopen(tty, workplace, FcntlH.O_RDWR);
    actions.bringToForeground(workplace);
    actions.close(workplace);
  }

  private SortedMap<Integer, Integer> sourceNumbers() {
    var result = new TreeMap<Integer, Integer>();
    sources.forEach((target, source) ->
        result.put(
            target,
            switch (source) {
              case Wiring.Source.Ours(int number) -> number;
              case Wiring.Source.Borrowed(Fd fd) -> number(fd);
            }));
    return result;
  }

  private int number(Fd fd) {
    var number = numbers.get(fd);
    if (number == null) {
      throw new AssertionError("not borrowed: " + fd);
    }
    return number;
  }

  /// The C library returns an errno and not what it belongs to; but most steps have their own.
  private UnixException failure(Errno errno) {
    var program = settings.command.getFirst();
    if (errno.equals(Errno.EAGAIN) || errno.equals(Errno.ENOMEM)) {
      return UnixException.of("posix_spawn", program, errno);
    }
    if (errno.equals(Errno.EBADF)) {
      return UnixException.of("dup2", "a descriptor for " + program, errno);
    }
    if (errno.equals(Errno.ENOENT)) { // the file is there: that was the first thing to look at
      return UnixException.of("execve", program + ", its interpreter", errno);
    }
    if (errno.equals(Errno.ENOTTY)) {
      return UnixException.of("tcsetpgrp", program, errno);
    }
    return errno.equals(Errno.EPERM) && settings.job instanceof Job.Group(int group)
        ? UnixException.of("setpgid", "group " + group, errno)
        : UnixException.of("execve", program, errno);
  }
}
