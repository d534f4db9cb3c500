package dev.rohrpost.libc;

import static dev.rohrpost.libc.Libc.linkPlain;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.rohrpost.UnixException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/// What this library uses of `<spawn.h>`. These functions return the error number.
public final class SpawnH {
  /// Put the child into a process group.
  public static final int POSIX_SPAWN_SETPGROUP = 2;

  /// Give signals their default action in the child.
  public static final int POSIX_SPAWN_SETSIGDEF = 4;

  /// Set the mask of the child.
  public static final int POSIX_SPAWN_SETSIGMASK = 8;

  /// Let the child lead a new session.
  public static final int POSIX_SPAWN_SETSID = 0x80;

  /// What the child does before its program; the C library keeps the members to itself.
  public static final StructLayout POSIX_SPAWN_FILE_ACTIONS_T =
      structLayout(paddingLayout(80)).withByteAlignment(8).withName("posix_spawn_file_actions_t");

  /// What the child is to be; the C library keeps the members to itself.
  public static final StructLayout POSIX_SPAWNATTR_T =
      structLayout(paddingLayout(336)).withByteAlignment(8).withName("posix_spawnattr_t");

  private static final FunctionDescriptor OF_OBJECT = FunctionDescriptor.of(JAVA_INT, ADDRESS);
  private static final FunctionDescriptor OF_NUMBER =
      FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT);
  private static final FunctionDescriptor OF_POINTER =
      FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);

  private static final MethodHandle SPAWN =
      linkPlain(
          "posix_spawn",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle ACTIONS_INIT =
      linkPlain("posix_spawn_file_actions_init", OF_OBJECT);
  private static final MethodHandle ACTIONS_DESTROY =
      linkPlain("posix_spawn_file_actions_destroy", OF_OBJECT);
  private static final MethodHandle ADDDUP2 =
      linkPlain(
          "posix_spawn_file_actions_adddup2",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  private static final MethodHandle ADDCLOSE =
      linkPlain("posix_spawn_file_actions_addclose", OF_NUMBER);
  private static final MethodHandle ADDCLOSEFROM =
      linkPlain("posix_spawn_file_actions_addclosefrom_np", OF_NUMBER);
  private static final MethodHandle ATTR_INIT = linkPlain("posix_spawnattr_init", OF_OBJECT);
  private static final MethodHandle ATTR_DESTROY = linkPlain("posix_spawnattr_destroy", OF_OBJECT);
  private static final MethodHandle SETFLAGS =
      linkPlain("posix_spawnattr_setflags", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT));
  private static final MethodHandle SETSIGMASK =
      linkPlain("posix_spawnattr_setsigmask", OF_POINTER);
  private static final MethodHandle SETSIGDEFAULT =
      linkPlain("posix_spawnattr_setsigdefault", OF_POINTER);

  private SpawnH() {}

  /// Functions that few programs need, so that the others do not wait for their linking.
  private static final class Rare {
    static final MethodHandle ADDOPEN =
        linkPlain(
            "posix_spawn_file_actions_addopen",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    static final MethodHandle ADDCHDIR =
        linkPlain("posix_spawn_file_actions_addchdir_np", OF_POINTER);
    static final MethodHandle ADDTCSETPGRP =
        linkPlain("posix_spawn_file_actions_addtcsetpgrp_np", OF_NUMBER);
    static final MethodHandle SETPGROUP = linkPlain("posix_spawnattr_setpgroup", OF_NUMBER);
  }

  /// `int posix_spawn(pid_t *pid, const char *path, const posix_spawn_file_actions_t *file_actions,
  /// const posix_spawnattr_t *attrp, char *const argv[], char *const envp[])`
  ///
  /// Starts a program. Returns when the program runs, or has failed to.
  ///
  /// @param pid where the number of the child goes
  /// @param path the program
  /// @param actions what the child does before
  /// @param attributes what the child is
  /// @param argv the arguments, NULL at the end
  /// @param envp the environment, NULL at the end
  /// @return 0, or the errno of whatever step failed; there is no child then
  public static int posix_spawn(
      MemorySegment pid,
      MemorySegment path,
      MemorySegment actions,
      MemorySegment attributes,
      MemorySegment argv,
      MemorySegment envp) {
    try {
      return (int) SPAWN.invokeExact(pid, path, actions, attributes, argv, envp);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }

  /// `int posix_spawn_file_actions_init(posix_spawn_file_actions_t *file_actions)`
  ///
  /// Makes an empty list of actions.
  ///
  /// @param actions a `posix_spawn_file_actions_t`, to be destroyed later
  /// @throws UnixException with ENOMEM
  public static void posix_spawn_file_actions_init(MemorySegment actions) throws UnixException {
    try {
      Libc.require("posix_spawn_file_actions_init", (int) ACTIONS_INIT.invokeExact(actions));
    } catch (Throwable t) {
      throw Libc.failure(t);
    }
  }

  /// `int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *file_actions)`
  ///
  /// Frees a list of actions.
  ///
  /// @param actions a `posix_spawn_file_actions_t`
  public static void posix_spawn_file_actions_destroy(MemorySegment actions) {
    try {
      var _ = (int) ACTIONS_DESTROY.invokeExact(actions);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }

  /// `int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t *file_actions, int fd, int
  /// newfd)`
  ///
  /// Lets the child duplicate a descriptor.
  ///
  /// @param actions the list
  /// @param fd the descriptor
  /// @param newfd its new number, which stays open in the program
  /// @throws UnixException with EBADF or ENOMEM
  public static void posix_spawn_file_actions_adddup2(MemorySegment actions, int fd, int newfd)
      throws UnixException {
    try {
      Libc.require(
          "posix_spawn_file_actions_adddup2", (int) ADDDUP2.invokeExact(actions, fd, newfd));
    } catch (Throwable t) {
      throw Libc.failure(t);
    }
  }

  /// `int posix_spawn_file_actions_addclose(posix_spawn_file_actions_t *file_actions, int fd)`
  ///
  /// Lets the child close a descriptor; it is no failure if that is not open.
  ///
  /// @param actions the list
  /// @param fd the descriptor
  /// @throws UnixException with EBADF or ENOMEM
  public static void posix_spawn_file_actions_addclose(MemorySegment actions, int fd)
      throws UnixException {
    try {
      Libc.require("posix_spawn_file_actions_addclose", (int) ADDCLOSE.invokeExact(actions, fd));
    } catch (Throwable t) {
      throw Libc.failure(t);
    }
  }

  /// `int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from)`
  ///
  /// Lets the child close every descriptor from a number on.
  ///
  /// @param actions the list
  /// @param from the lowest to close
  /// @throws UnixException with EBADF or ENOMEM
  public static void posix_spawn_file_actions_addclosefrom_np(MemorySegment actions, int from)
      throws UnixException {
    try {
      Libc.require(
          "posix_spawn_file_actions_addclosefrom_np",
          (int) ADDCLOSEFROM.invokeExact(actions, from));
    } catch (Throwable t) {
      throw Libc.failure(t);
    }
  }

  /// `int posix_spawn_file_actions_addopen(posix_spawn_file_actions_t *file_actions, int fd, const
  /// char *path, int oflag, mode_t mode)`
  ///
  /// Lets the child open a file. The number is closed first.
  ///
  /// @param actions the list
  /// @param fd the number it gets
  /// @param path the file; copied
  /// @param oflag `O_*`
  /// @param mode the permissions of a new file, before the umask
  /// @throws UnixException with EBADF or ENOMEM
  public static void posix_spawn_file_actions_addopen(
      MemorySegment actions, int fd, MemorySegment path, int oflag, int mode) throws UnixException {
    try {
      Libc.require(
          "posix_spawn_file_actions_addopen",
          (int) Rare.ADDOPEN.invokeExact(actions, fd, path, oflag, mode));
    } catch (Throwable t) {
      throw Libc.failure(t);
    }
  }

  /// `int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char
  /// *path)`
  ///
  /// Lets the child change its working directory.
  ///
  /// @param actions the list
  /// @param path the directory; copied
  /// @throws UnixException with ENOMEM
  public static void posix_spawn_file_actions_addchdir_np(MemorySegment actions, MemorySegment path)
      throws UnixException {
    try {
      Libc.require(
          "posix_spawn_file_actions_addchdir_np", (int) Rare.ADDCHDIR.invokeExact(actions, path));
    } catch (Throwable t) {
      throw Libc.failure(t);
    }
  }

  /// `int posix_spawn_file_actions_addtcsetpgrp_np(posix_spawn_file_actions_t *actions, int tcfd)`
  ///
  /// Lets the child make its group the foreground group of a terminal.
  ///
  /// @param actions the list
  /// @param tcfd the terminal
  /// @throws UnixException with ENOMEM
  public static void posix_spawn_file_actions_addtcsetpgrp_np(MemorySegment actions, int tcfd)
      throws UnixException {
    try {
      Libc.require(
          "posix_spawn_file_actions_addtcsetpgrp_np",
          (int) Rare.ADDTCSETPGRP.invokeExact(actions, tcfd));
    } catch (Throwable t) {
      throw Libc.failure(t);
    }
  }

  /// `int posix_spawnattr_init(posix_spawnattr_t *attr)`
  ///
  /// Makes attributes that change nothing.
  ///
  /// @param attributes a `posix_spawnattr_t`, to be destroyed later
  /// @throws UnixException with ENOMEM
  public static void posix_spawnattr_init(MemorySegment attributes) throws UnixException {
    try {
      Libc.require("posix_spawnattr_init", (int) ATTR_INIT.invokeExact(attributes));
    } catch (Throwable t) {
      throw Libc.failure(t);
    }
  }

  /// `int posix_spawnattr_destroy(posix_spawnattr_t *attr)`
  ///
  /// Frees attributes.
  ///
  /// @param attributes a `posix_spawnattr_t`
  public static void posix_spawnattr_destroy(MemorySegment attributes) {
    try {
      var _ = (int) ATTR_DESTROY.invokeExact(attributes);
    } catch (Throwable t) {
      throw Libc.broken(t);
    }
  }

  /// `int posix_spawnattr_setflags(posix_spawnattr_t *attr, short flags)`
  ///
  /// Says which attributes count.
  ///
  /// @param attributes the attributes
  /// @param flags `POSIX_SPAWN_*`
  /// @throws UnixException with EINVAL
  public static void posix_spawnattr_setflags(MemorySegment attributes, short flags)
      throws UnixException {
    try {
      Libc.require("posix_spawnattr_setflags", (int) SETFLAGS.invokeExact(attributes, flags));
    } catch (Throwable t) {
      throw Libc.failure(t);
    }
  }

  /// `int posix_spawnattr_setpgroup(posix_spawnattr_t *attr, pid_t pgroup)`
  ///
  /// Says which group the child joins.
  ///
  /// @param attributes the attributes
  /// @param group a group of this session, or 0 for a new one that the child leads
  /// @throws UnixException never
  public static void posix_spawnattr_setpgroup(MemorySegment attributes, int group)
      throws UnixException {
    try {
      Libc.require(
          "posix_spawnattr_setpgroup", (int) Rare.SETPGROUP.invokeExact(attributes, group));
    } catch (Throwable t) {
      throw Libc.failure(t);
    }
  }

  /// `int posix_spawnattr_setsigmask(posix_spawnattr_t *attr, const sigset_t *sigmask)`
  ///
  /// Says which signals the child blocks.
  ///
  /// @param attributes the attributes
  /// @param mask a `sigset_t`
  /// @throws UnixException never
  public static void posix_spawnattr_setsigmask(MemorySegment attributes, MemorySegment mask)
      throws UnixException {
    try {
      Libc.require("posix_spawnattr_setsigmask", (int) SETSIGMASK.invokeExact(attributes, mask));
    } catch (Throwable t) {
      throw Libc.failure(t);
    }
  }

  /// `int posix_spawnattr_setsigdefault(posix_spawnattr_t *attr, const sigset_t *sigdefault)`
  ///
  /// Says which signals get their default action in the child.
  ///
  /// @param attributes the attributes
  /// @param signals a `sigset_t`
  /// @throws UnixException never
  public static void posix_spawnattr_setsigdefault(MemorySegment attributes, MemorySegment signals)
      throws UnixException {
    try {
      Libc.require(
          "posix_spawnattr_setsigdefault", (int) SETSIGDEFAULT.invokeExact(attributes, signals));
    } catch (Throwable t) {
      throw Libc.failure(t);
    }
  }
}
