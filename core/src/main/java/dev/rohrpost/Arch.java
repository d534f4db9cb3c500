package dev.rohrpost;

/// The processor family this JVM runs on.
///
/// Where Linux has another value for each family, the declaration holds the values side by side, in
/// [#pick(int, int)], so that a difference is read where it matters.
public enum Arch {
  /// x86-64.
  X86_64,
  /// 64-bit Arm.
  AARCH64,
  /// Any other one. It gets the values of aarch64, which are the kernel's generic ones.
  OTHER;

  /// The family of this machine, as the system property `os.arch` names it.
  public static final Arch CURRENT =
      switch (System.getProperty("os.arch")) {
        case "amd64", "x86_64" -> X86_64;
        case "aarch64" -> AARCH64;
        default -> OTHER;
      };

  /// Returns the value that belongs to this machine.
  ///
  /// @param x86 the value on x86-64
  /// @param arm the value on aarch64 and in the kernel's generic headers
  /// @return one of the two
  public static int pick(int x86, int arm) {
    return CURRENT == X86_64 ? x86 : arm;
  }

  /// Returns the object that belongs to this machine.
  ///
  /// @param <T> what is picked
  /// @param x86 the object on x86-64
  /// @param arm the object on aarch64 and in the kernel's generic headers
  /// @return one of the two
  public static <T> T pick(T x86, T arm) {
    return CURRENT == X86_64 ? x86 : arm;
  }
}
