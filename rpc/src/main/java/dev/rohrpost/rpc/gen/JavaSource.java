package dev.rohrpost.rpc.gen;

import dev.rohrpost.codegen.JavaFile;
import dev.rohrpost.codegen.Out;

/// One file of Java: its body first, as that decides what is imported.
final class JavaSource {
  private final String packageName;
  private final String file;
  private final Imports imports;

  /// @param file the name of the `.x` file, without folders
  JavaSource(String packageName, String file) {
    this.packageName = packageName;
    this.file = file;
    this.imports = new Imports(packageName);
  }

  Imports imports() {
    return imports;
  }

  /// Writes the first line of the comment of a class.
  void head(Out out, String what) {
    out.comment(what + " of `" + file + "`.", "");
  }

  void annotations(Out out) {
    imports.add("javax.annotation.processing", "Generated");
    imports.add("org.jspecify.annotations", "NullMarked");
    out.line("@NullMarked").line(Generation.GENERATOR.mark());
  }

  /// Puts the file together.
  JavaFile file(String className, Out body) {
    var out = new Out();
    out.line("package " + packageName + ";").line("");
    imports.print(out);
    out.line("").raw(body.toString());
    return new JavaFile(packageName.replace('.', '/') + "/" + className + ".java", out.toString());
  }
}
