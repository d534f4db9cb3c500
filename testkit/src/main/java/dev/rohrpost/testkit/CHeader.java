package dev.rohrpost.testkit;

import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.PaddingLayout;
import java.lang.foreign.UnionLayout;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What one class says about one C header, as C code that only compiles if it is true.
///
/// @param declarations a class such as `SysSocketH`
record CHeader(Class<?> declarations) {
  private static final Set<String> FOLDERS =
      Set.of("Sys", "Net", "Netinet", "Arpa", "Linux", "Asm", "Rpc");

  /// Returns `<sys/socket.h>` for `SysSocketH`.
  String file() {
    String[] words = declarations.getSimpleName().replaceFirst("H$", "").split("(?=[A-Z])", -1);
    boolean inFolder = words.length > 1 && FOLDERS.contains(words[0]);
    String folder = inFolder ? words[0] + "/" : "";
    String name = String.join("", List.of(words).subList(inFolder ? 1 : 0, words.length));
    return "<" + (folder + name).toLowerCase(Locale.ROOT) + ".h>";
  }

  /// Returns one assertion for each public constant, and several for each public layout.
  List<String> assertions() {
    var found = new ArrayList<String>();
    for (Field field : declarations.getDeclaredFields()) {
      int modifiers = field.getModifiers();
      if (Modifier.isPublic(modifiers) && Modifier.isStatic(modifiers)) {
        add(field, found);
      }
    }
    return found;
  }

  private static void add(Field field, List<String> found) {
    switch (value(field)) {
      case Integer value -> found.add(constant(field.getName(), value));
      case Long value -> found.add(constant(field.getName(), value));
      case GroupLayout layout -> addLayout(layout, found);
      default -> {} // handles and scalar layouts say nothing that C could deny
    }
  }

  static Object value(Field field) {
    try {
      return field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(
          "the test must be in the package of " + field.getDeclaringClass().getSimpleName(), e);
    }
  }

  /// An `int` may stand for a C constant that is signed (-1) or unsigned (`1u << 31`).
  private static String constant(String name, int value) {
    String bits = "(unsigned long long)(" + name + ")";
    String signed = bits + " == " + hex(value);
    return assertion(signed + " || " + bits + " == " + hex(Integer.toUnsignedLong(value)));
  }

  private static String constant(String name, long value) {
    return assertion("(unsigned long long)(" + name + ") == " + hex(value));
  }

  private static String hex(long value) {
    return "0x" + Long.toHexString(value) + "ULL";
  }

  private static void addLayout(GroupLayout layout, List<String> found) {
    String name =
        layout
            .name()
            .orElseThrow(() -> new AssertionError("a layout without its C name: " + layout));
    boolean isUnion = layout instanceof UnionLayout;
    String type = name.endsWith("_t") ? name : (isUnion ? "union " : "struct ") + name;
    // A union of the kernel's, and what it consists of, grows with its headers.
    found.add(assertion("sizeof(" + type + (isUnion ? ") >= " : ") == ") + layout.byteSize()));
    addMembers(layout, type, "", 0, found);
  }

  private static void addMembers(
      GroupLayout group, String type, String prefix, long start, List<String> found) {
    long offset = start;
    for (MemoryLayout member : group.memberLayouts()) {
      if (!(member instanceof PaddingLayout)) {
        boolean isGrowing = group instanceof UnionLayout && member instanceof GroupLayout;
        addMember(member, isGrowing, type, prefix, offset, found);
      }
      if (!(group instanceof UnionLayout)) {
        offset += member.byteSize();
      }
    }
  }

  /// A member without a name only groups others, as an anonymous union does in C.
  ///
  /// @param isGrowing whether the headers may know more of it
  private static void addMember(
      MemoryLayout member,
      boolean isGrowing,
      String type,
      String prefix,
      long offset,
      List<String> found) {
    String path = member.name().map(name -> prefix + name).orElse(prefix);
    if (member.name().isPresent()) {
      found.add(assertion("offsetof(" + type + ", " + path + ") == " + offset));
      String relation = isGrowing ? " >= " : " == ";
      found.add(
          assertion("sizeof(((" + type + " *)0)->" + path + ")" + relation + member.byteSize()));
    }
    if (member instanceof GroupLayout group) {
      addMembers(group, type, member.name().isPresent() ? path + "." : prefix, offset, found);
    }
  }

  private static String assertion(String claim) {
    return "_Static_assert(" + claim + ", \"" + claim + "\");";
  }
}
