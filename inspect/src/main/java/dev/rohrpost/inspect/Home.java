package dev.rohrpost.inspect;

import dev.rohrpost.inspect.proc.Proc;
import dev.rohrpost.libc.FcntlH;

/// Where this process is at home: there, the numbers and names of objects mean to others what they
/// mean to it.
///
/// @param ipc the namespace of System V objects and POSIX queues
/// @param net the namespace of networks
/// @param segments the device of the file system in which POSIX segments are; 0 if there is none
record Home(long ipc, long net, long segments) {
  private static final int HERE = 0;

  static Home of(Proc proc) {
    var segments = proc.stat(FcntlH.AT_FDCWD, "/dev/shm");
    return new Home(
        ProcessReader.namespace(proc, FcntlH.AT_FDCWD, "/proc/self/ns/ipc"),
        ProcessReader.namespace(proc, FcntlH.AT_FDCWD, "/proc/self/ns/net"),
        segments == null ? 0 : segments.device());
  }

  /// Tells whether the System V objects of a process are those of this one.
  boolean hasObjectsOf(Namespaces namespaces) {
    return namespaces.ipc() == ipc;
  }

  /// Returns what tells the POSIX queues of a process from others of their names: 0 at home.
  long queuesOf(Namespaces namespaces) {
    return hasObjectsOf(namespaces) ? HERE : namespaces.ipc();
  }

  /// Returns what tells a POSIX segment from others of its name: 0 at home.
  long segmentsOn(long device) {
    return device == segments ? HERE : device;
  }
}
