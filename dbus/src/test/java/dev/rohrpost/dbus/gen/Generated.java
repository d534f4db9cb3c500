package dev.rohrpost.dbus.gen;

import dev.rohrpost.codegen.JavaFile;
import dev.rohrpost.dbus.introspect.Node;
import java.util.List;

/// Java for a tree that lies in no file.
public final class Generated {
  private Generated() {}

  /// Generates each interface alone, as some trees have interfaces that cannot be together.
  ///
  /// @param node what to generate
  /// @return one file for each interface
  public static List<JavaFile> of(Node node) {
    return node.allInterfaces().stream()
        .map(each ->
            JavaGenerator.generate(
                new Face(each, JavaNames.packageOf(each.name()), StructNames.NONE)))
        .toList();
  }
}
