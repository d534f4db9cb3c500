package dev.rohrpost.socket;

import dev.rohrpost.libc.SysSocketH;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A process and its user, as the kernel vouches for them.
///
/// @param pid the process; 0 if it is not visible from here. It may have ended, and its number may
///   be another's by now
/// @param uid the user; 65534 may be somebody of another user namespace, unknown here
/// @param gid the user's group
public record Credentials(int pid, int uid, int gid) {
  private static final long PID = Sockaddr.offset(SysSocketH.UCRED, "pid");
  private static final long UID = Sockaddr.offset(SysSocketH.UCRED, "uid");
  private static final long GID = Sockaddr.offset(SysSocketH.UCRED, "gid");

  static Credentials read(MemorySegment ucred) {
    return new Credentials(
        ucred.get(ValueLayout.JAVA_INT, PID),
        ucred.get(ValueLayout.JAVA_INT, UID),
        ucred.get(ValueLayout.JAVA_INT, GID));
  }

  void write(MemorySegment ucred) {
    ucred.set(ValueLayout.JAVA_INT, PID, pid);
    ucred.set(ValueLayout.JAVA_INT, UID, uid);
    ucred.set(ValueLayout.JAVA_INT, GID, gid);
  }
}
