package dev.rohrpost.codegen;

import java.util.Locale;
import java.util.Set;

/// What may be a name in Java, and names that are not taken.
public final class Identifiers {
  private static final Set<String> KEYWORDS =
      words(
          """
          abstract assert boolean break byte case catch char class const continue default do double
          else enum extends false final finally float for goto if implements import instanceof int
          interface long native new null package private protected public return short static
          strictfp super switch synchronized this throw throws transient true try void volatile
          while _
          """);

  private Identifiers() {}

  /// {@return the words of a text}
  ///
  /// @param text words with white space in between
  public static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+"));
  }

  /// {@return whether it is a word of the language, which nothing can be called}
  ///
  /// @param name a name
  public static boolean isKeyword(String name) {
    return KEYWORDS.contains(name);
  }

  /// {@return whether something in Java may be called so}
  ///
  /// @param name any text
  public static boolean isIdentifier(String name) {
    return !name.isEmpty()
        && Character.isJavaIdentifierStart(name.codePointAt(0))
        && name.codePoints().allMatch(Character::isJavaIdentifierPart)
        && name.codePoints().noneMatch(Character::isIdentifierIgnorable)
        && !isKeyword(name);
  }

  /// Checks that a package can be called so.
  ///
  /// @param name any text
  /// @return the name
  /// @throws IllegalArgumentException if none can
  public static String requirePackage(String name) {
    for (var part : name.split("\\.", -1)) {
      if (!isIdentifier(part)) {
        throw new IllegalArgumentException("no package can be called \"" + name + "\"");
      }
    }
    return name;
  }

  /// Makes a name that is not among others, and adds it to them.
  ///
  /// @param name how it should be called
  /// @param others names that are taken
  /// @return the name, with as many `_` as make it different from them
  public static String fresh(String name, Set<String> others) {
    var free = name;
    while (!others.add(free)) {
      free += "_";
    }
    return free;
  }

  /// As [#fresh], where the case of letters does not count, as in the names of files on some
  /// systems.
  ///
  /// @param name how it should be called
  /// @param others names that are taken, in small letters
  /// @return the name, with as many `_` as make it different from them
  public static String freshFile(String name, Set<String> others) {
    var free = name;
    while (!others.add(free.toLowerCase(Locale.ROOT))) {
      free += "_";
    }
    return free;
  }
}
