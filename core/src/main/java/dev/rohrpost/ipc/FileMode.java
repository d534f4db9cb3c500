package dev.rohrpost.ipc;

import java.util.Locale;

/// The access mode of an object with an owner and a group: the nine permission bits of a file,
/// which objects of System V have too.
///
/// The bits above these - set-user-ID, set-group-ID and sticky - mean nothing for what this library
/// creates, and are refused.
///
/// @param bits the bits, as in `0640`
public record FileMode(int bits) {
  private static final int PERMISSIONS = 0777;

  /// The owner may read and write, nobody else: `0600`.
  public static final FileMode OWNER_ONLY = new FileMode(0600);

  /// The owner and the group may read and write: `0660`.
  public static final FileMode OWNER_AND_GROUP = new FileMode(0660);

  /// All users may read and write: `0666`.
  public static final FileMode EVERYBODY = new FileMode(0666);

  /// Checks the bits.
  ///
  /// @throws IllegalArgumentException if they are not 0 to 0777
  public FileMode {
    if ((bits & ~PERMISSIONS) != 0) {
      throw new IllegalArgumentException(
          "no file mode: 0" + Integer.toOctalString(bits) + "; it has no bits but those of 0777");
    }
  }

  /// {@return a mode}
  ///
  /// @param bits the permissions, as in `0640`
  /// @throws IllegalArgumentException if they are not 0 to 0777
  public static FileMode of(int bits) {
    return new FileMode(bits);
  }

  /// {@return the permissions among the bits that the kernel answers, such as `st_mode` of stat(2);
  /// the others, which are not about permissions, are left out}
  ///
  /// @param word what the kernel said
  public static FileMode permissionsIn(int word) {
    return new FileMode(word & PERMISSIONS);
  }

  /// {@return the bits in octal, as in `0640`}
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%04o", bits);
  }
}
