package dev.rohrpost.libc;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;

import dev.rohrpost.UnixException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

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

  private static final CFunction SPAWN =
      CFunction.of(
          "int posix_spawn(pid_t *, const char *, const posix_spawn_file_actions_t *, "
              + "const posix_spawnattr_t *, char *const *, char *const *)");
  private static final CFunction ACTIONS_INIT =
      CFunction.of("int posix_spawn_file_actions_init(posix_spawn_file_actions_t *)");
  private static final CFunction ACTIONS_DESTROY =
      CFunction.of("int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *)");
  private static final CFunction ADDDUP2 =
      CFunction.of("int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t *, int, int)");
  private static final CFunction ADDCLOSE =
      CFunction.of("int posix_spawn_file_actions_addclose(posix_spawn_file_actions_t *, int)");
  private static final CFunction ADDCLOSEFROM =
      CFunction.of(
          "int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int)");
  private static final CFunction ATTR_INIT =
      CFunction.of("int posix_spawnattr_init(posix_spawnattr_t *)");
  private static final CFunction ATTR_DESTROY =
      CFunction.of("int posix_spawnattr_destroy(posix_spawnattr_t *)");
  private static final CFunction SETFLAGS =
      CFunction.of("int posix_spawnattr_setflags(posix_spawnattr_t *, short)");
  private static final CFunction SETSIGMASK =
      CFunction.of("int posix_spawnattr_setsigmask(posix_spawnattr_t *, const sigset_t *)");
  private static final CFunction SETSIGDEFAULT =
      CFunction.of("int posix_spawnattr_setsigdefault(posix_spawnattr_t *, const sigset_t *)");

  private SpawnH() {}

  /// Functions that few programs need, so that the others do not wait for their linking.
  private static final class Rare {
    static final CFunction ADDOPEN =
        CFunction.of(
            "int posix_spawn_file_actions_addopen(posix_spawn_file_actions_t *, int, "
                + "const char *, int, mode_t)");
    static final CFunction ADDCHDIR =
        CFunction.of(
            "int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *, const char *)");
    static final CFunction ADDTCSETPGRP =
        CFunction.of(
            "int posix_spawn_file_actions_addtcsetpgrp_np(posix_spawn_file_actions_t *, int)");
    static final CFunction SETPGROUP =
        CFunction.of("int posix_spawnattr_setpgroup(posix_spawnattr_t *, pid_t)");
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
    return SPAWN.call(
        pid.address(),
        path.address(),
        actions.address(),
        attributes.address(),
        argv.address(),
        envp.address());
  }

  /// `int posix_spawn_file_actions_init(posix_spawn_file_actions_t *file_actions)`
  ///
  /// Makes an empty list of actions.
  ///
  /// @param actions a `posix_spawn_file_actions_t`, to be destroyed later
  /// @throws UnixException with ENOMEM
  public static void posix_spawn_file_actions_init(MemorySegment actions) throws UnixException {
    ACTIONS_INIT.require(ACTIONS_INIT.call(actions.address()));
  }

  /// `int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *file_actions)`
  ///
  /// Frees a list of actions.
  ///
  /// @param actions a `posix_spawn_file_actions_t`
  public static void posix_spawn_file_actions_destroy(MemorySegment actions) {
    var _ = ACTIONS_DESTROY.call(actions.address());
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
    ADDDUP2.require(ADDDUP2.call(actions.address(), fd, newfd));
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
    ADDCLOSE.require(ADDCLOSE.call(actions.address(), fd));
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
    ADDCLOSEFROM.require(ADDCLOSEFROM.call(actions.address(), from));
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
    Rare.ADDOPEN.require(Rare.ADDOPEN.call(actions.address(), fd, path.address(), oflag, mode));
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
    Rare.ADDCHDIR.require(Rare.ADDCHDIR.call(actions.address(), path.address()));
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
    Rare.ADDTCSETPGRP.require(Rare.ADDTCSETPGRP.call(actions.address(), tcfd));
  }

  /// `int posix_spawnattr_init(posix_spawnattr_t *attr)`
  ///
  /// Makes attributes that change nothing.
  ///
  /// @param attributes a `posix_spawnattr_t`, to be destroyed later
  /// @throws UnixException with ENOMEM
  public static void posix_spawnattr_init(MemorySegment attributes) throws UnixException {
    ATTR_INIT.require(ATTR_INIT.call(attributes.address()));
  }

  /// `int posix_spawnattr_destroy(posix_spawnattr_t *attr)`
  ///
  /// Frees attributes.
  ///
  /// @param attributes a `posix_spawnattr_t`
  public static void posix_spawnattr_destroy(MemorySegment attributes) {
    var _ = ATTR_DESTROY.call(attributes.address());
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
    SETFLAGS.require(SETFLAGS.call(attributes.address(), flags));
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
    Rare.SETPGROUP.require(Rare.SETPGROUP.call(attributes.address(), group));
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
    SETSIGMASK.require(SETSIGMASK.call(attributes.address(), mask.address()));
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
    SETSIGDEFAULT.require(SETSIGDEFAULT.call(attributes.address(), signals.address()));
  }
}
