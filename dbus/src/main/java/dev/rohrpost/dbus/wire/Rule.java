package dev.rohrpost.dbus.wire;

/// The rules for what a peer may send.
public enum Rule {
  /// The first byte is `l` or `B`.
  ENDIANNESS("the first byte is l or B"),
  /// The version is 1.
  VERSION("the version is 1"),
  /// The type of a message is not 0.
  MESSAGE_TYPE("the type of a message is not 0"),
  /// The serial is not 0, and neither is the serial that a reply is for.
  SERIAL("a serial is not 0"),
  /// A message has up to 128 MiB.
  MESSAGE_LENGTH("a message has up to 128 MiB"),
  /// The fields of a header have up to 64 MiB.
  FIELDS_LENGTH("the fields of a header have up to 64 MiB"),
  /// An array has up to 64 MiB.
  ARRAY_LENGTH("an array has up to 64 MiB"),
  /// An array contains whole elements.
  ARRAY_ELEMENTS("an array contains whole elements"),
  /// A value ends before what it is in ends.
  END("a value ends before what it is in ends"),
  /// A body ends with its last value.
  TRAILING("a body ends with its last value"),
  /// Padding is zero.
  PADDING("padding is zero"),
  /// A header field has a code that is not 0.
  FIELD_CODE("the code of a field is not 0"),
  /// A header field that the specification has is of its type.
  FIELD_TYPE("a known field is of its type"),
  /// A header field occurs once.
  FIELD_TWICE("a field occurs once"),
  /// A message has the fields that its type needs.
  FIELD_MISSING("a message has the fields that its type needs"),
  /// Names and paths are valid.
  NAME("names and paths are valid"),
  /// The interface and the path named Local never come from outside.
  LOCAL("org.freedesktop.DBus.Local does not come from outside"),
  /// A body has a signature, and a signature has a body.
  BODY("there is a body exactly if there is a signature"),
  /// A signature is valid.
  SIGNATURE("a signature is valid"),
  /// A variant holds one value.
  VARIANT("a variant holds one value"),
  /// A text is UTF-8, without NUL, and ends with NUL.
  TEXT("a text is UTF-8 without NUL, and ends with one"),
  /// A boolean is 0 or 1.
  BOOLEAN("a boolean is 0 or 1"),
  /// Up to 64 containers are within each other.
  DEPTH("up to 64 containers are within each other"),
  /// A message comes with the descriptors that it says, and names only these.
  DESCRIPTORS("a message comes with the descriptors that it says and names only these");

  private final String sentence;

  Rule(String sentence) {
    this.sentence = sentence;
  }

  /// {@return the rule as a sentence without its dot}
  public String sentence() {
    return sentence;
  }
}
