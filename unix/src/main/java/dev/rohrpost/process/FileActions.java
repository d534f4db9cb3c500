package dev.rohrpost.process;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.SpawnH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// What a child does, step by step, between its birth and its program.
final class FileActions implements AutoCloseable {
  private final Arena arena;
  private final MemorySegment list;

  FileActions(Arena arena) throws UnixException {
    this.arena = arena;
    list = arena.allocate(SpawnH.POSIX_SPAWN_FILE_ACTIONS_T);
    SpawnH.posix_spawn_file_actions_init(list);
  }

  MemorySegment list() {
    return list;
  }

  void changeDirectory(String directory) throws UnixException {
    SpawnH.posix_spawn_file_actions_addchdir_np(list, arena.allocateFrom(directory));
  }

  /// The copy stays open in the program. The C library refuses numbers above the limit at once.
  void duplicate(int from, int to) throws UnixException {
    try {
      SpawnH.posix_spawn_file_actions_adddup2(list, from, to);
    } catch (UnixException e) {
      throw UnixException.of("dup2", "descriptor " + Math.max(from, to), e.errno());
    }
  }

  /// Opens anew what another descriptor leads to.
  void reopen(int from, int to, int flags) throws UnixException {
    var path = arena.allocateFrom("/proc/self/fd/" + from);
    SpawnH.posix_spawn_file_actions_addopen(list, to, path, flags, 0);
  }

  void close(int number) throws UnixException {
    SpawnH.posix_spawn_file_actions_addclose(list, number);
  }

  void closeFrom(int number) throws UnixException {
    try {
      SpawnH.posix_spawn_file_actions_addclosefrom_np(list, number);
    } catch (UnixException e) { // EBADF, where the numbers to park on reach up to the limit
      throw UnixException.of("dup2", "descriptor " + number, Errno.EMFILE);
    }
  }

  /// Fails with ENOTTY unless it is the controlling terminal of the child's session.
  void bringToForeground(int tty) throws UnixException {
    SpawnH.posix_spawn_file_actions_addtcsetpgrp_np(list, tty);
  }

  @Override
  public void close() {
    SpawnH.posix_spawn_file_actions_destroy(list);
  }
}
