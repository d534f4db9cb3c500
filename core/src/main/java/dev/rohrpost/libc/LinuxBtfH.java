package dev.rohrpost.libc;

import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.StructLayout;

/// What this library uses of `<linux/btf.h>`: how the types of a program are described.
///
/// @see <a href="https://docs.kernel.org/bpf/btf.html">BPF Type Format</a>
public final class LinuxBtfH {
  /// How a description begins.
  public static final int BTF_MAGIC = 0xeb9f;

  /// A number.
  public static final int BTF_KIND_INT = 1;

  /// A pointer.
  public static final int BTF_KIND_PTR = 2;

  /// An array.
  public static final int BTF_KIND_ARRAY = 3;

  /// A structure.
  public static final int BTF_KIND_STRUCT = 4;

  /// A union.
  public static final int BTF_KIND_UNION = 5;

  /// Named numbers.
  public static final int BTF_KIND_ENUM = 6;

  /// Another name.
  public static final int BTF_KIND_TYPEDEF = 8;

  /// A type with `volatile`.
  public static final int BTF_KIND_VOLATILE = 9;

  /// A type with `const`.
  public static final int BTF_KIND_CONST = 10;

  /// A type with `restrict`.
  public static final int BTF_KIND_RESTRICT = 11;

  /// A function.
  public static final int BTF_KIND_FUNC = 12;

  /// What a function takes and answers.
  public static final int BTF_KIND_FUNC_PROTO = 13;

  /// A variable.
  public static final int BTF_KIND_VAR = 14;

  /// A section of variables.
  public static final int BTF_KIND_DATASEC = 15;

  /// A tag of a declaration.
  public static final int BTF_KIND_DECL_TAG = 17;

  /// A type with a tag.
  public static final int BTF_KIND_TYPE_TAG = 18;

  /// Named numbers of 64 bits.
  public static final int BTF_KIND_ENUM64 = 19;

  /// The head of a description. The offsets count from its end.
  public static final StructLayout BTF_HEADER =
      structLayout(
              JAVA_SHORT.withName("magic"),
              JAVA_BYTE.withName("version"),
              JAVA_BYTE.withName("flags"),
              JAVA_INT.withName("hdr_len"),
              JAVA_INT.withName("type_off"),
              JAVA_INT.withName("type_len"),
              JAVA_INT.withName("str_off"),
              JAVA_INT.withName("str_len"))
          .withName("btf_header");

  private LinuxBtfH() {}
}
