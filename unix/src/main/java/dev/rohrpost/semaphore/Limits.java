package dev.rohrpost.semaphore;

import dev.rohrpost.Errno;
import dev.rohrpost.ipc.Sysctl;

/// What the administrator of the machine allows: four numbers in one line of sysctl(8).
final class Limits {
  private static final int IN_SET = 0;
  private static final int IN_ALL = 1;
  private static final int IN_CALL = 2;
  private static final int SETS = 3;

  private Limits() {}

  /// Says after the name of a set which limit a failure is about.
  static String ofOpening(Errno errno, int size) {
    if (errno.equals(Errno.ENOSPC)) {
      return ", sysctl kernel.sem allows " + value(SETS) + " sets, " + value(IN_ALL) + " in all";
    }
    if (!errno.equals(Errno.EINVAL)) {
      return "";
    }
    return isAbove(size, IN_SET)
        ? ", " + size + " of them, sysctl kernel.sem allows " + value(IN_SET)
        : ", of which there are fewer than " + size;
  }

  private static boolean isAbove(int size, int which) {
    var limit = value(which);
    return limit.matches("\\d+") && size > Long.parseLong(limit);
  }

  /// Says after the name of a set which limit a failure is about.
  static String ofOperations(Errno errno, int count) {
    return errno.equals(Errno.E2BIG)
        ? ", " + count + " operations, sysctl kernel.sem allows " + value(IN_CALL)
        : "";
  }

  static String value(int which) {
    return Sysctl.text("kernel.sem")
        .map(numbers -> numbers.split("\\s+", -1)[which])
        .orElse("fewer");
  }
}
