package dev.rohrpost.memory;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.ipc.Sysctl;
import dev.rohrpost.ipc.SystemVKey;
import java.io.IOException;

/// What the administrator of the machine allows of System V segments, for the message of a failure.
final class SegmentLimits {
  private SegmentLimits() {}

  /// Says after the name of a segment why shmget(2) failed.
  static String of(UnixException e, SystemVKey key, long size) {
    if (e.is(Errno.ENOSPC)) {
      return ", " + size + " bytes, " + ofAll();
    }
    if (e.is(Errno.EINVAL)) {
      return ", " + size + " bytes" + ofOne(key, size);
    }
    return size == 0 ? "" : ", " + size + " bytes";
  }

  /// ENOSPC has two reasons: are there as many segments as there may be?
  private static String ofAll() {
    var most = Sysctl.number("kernel.shmmni").orElse(Long.MAX_VALUE);
    try {
      return SystemVSegment.list().size() >= most
          ? Sysctl.named("kernel.shmmni")
          : Sysctl.named("kernel.shmall") + " pages in all";
    } catch (IOException _) {
      return Sysctl.named("kernel.shmmni") + ", " + Sysctl.named("kernel.shmall");
    }
  }

  private static String ofOne(SystemVKey key, long size) {
    try {
      var there = SystemVSegment.open(key).status().size();
      if (there < size) {
        return ", but it has only " + there;
      }
    } catch (UnixException _) {
      // It is to be a new one.
    }
    var most = Sysctl.number("kernel.shmmax").orElse(Long.MAX_VALUE);
    return size > most ? ", " + Sysctl.named("kernel.shmmax") : "";
  }
}
