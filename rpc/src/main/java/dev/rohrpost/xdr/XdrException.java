package dev.rohrpost.xdr;

import java.io.IOException;
import java.util.ArrayList;

/// Bytes that are not of the type that was to be read: a length above its bound, a number that an
/// enumeration has not, an end too soon. Tells where: the byte, and the path to the member.
public final class XdrException extends IOException {
  private static final long serialVersionUID = 1;

  private final String what;
  private final long offset;

  /// From the inside to the outside. The path is made when somebody asks for it: values may be
  /// nested deeply.
  private final ArrayList<String> members = new ArrayList<>(0);

  /// Says what is wrong with the bytes.
  ///
  /// @param what the fault, such as `length 9 above the bound 8`
  /// @param offset of the item, in bytes from the beginning of what is read
  public XdrException(String what, long offset) {
    this.what = what;
    this.offset = offset;
  }

  /// Adds the member in which the fault lies, from the inside to the outside.
  ///
  /// @param member its name, or an index such as `[3]`
  /// @return this exception
  public XdrException within(String member) {
    members.add(member);
    return this;
  }

  /// {@return the way to the member, such as `.list[3].name`; empty for the whole}
  public String path() {
    var path = new StringBuilder();
    for (var member : members.reversed()) {
      path.append(member.startsWith("[") ? "" : ".").append(member);
    }
    return path.toString();
  }

  /// {@return the place of the item, in bytes from the beginning of what was read}
  public long offset() {
    return offset;
  }

  @Override
  public String getMessage() {
    var path = path();
    return (path.isEmpty() ? what : path + ": " + what) + ", at byte " + offset;
  }
}
