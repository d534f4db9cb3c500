package dev.rohrpost.rpc.gen;

import dev.rohrpost.codegen.Out;
import java.util.Map;
import java.util.TreeMap;

/// The imports of one source file.
final class Imports {
  private final String ownPackage;
  private final Map<String, String> packages = new TreeMap<>();

  Imports(String ownPackage) {
    this.ownPackage = ownPackage;
  }

  /// Imports a class.
  ///
  /// @return how it is called in the code
  String add(String packageName, String name) {
    if (packageName.equals(ownPackage)) {
      return name;
    }
    var other = packages.putIfAbsent(name, packageName);
    return other == null || other.equals(packageName) ? name : packageName + "." + name;
  }

  String xdr(String name) {
    return add("dev.rohrpost.xdr", name);
  }

  String rpc(String name) {
    return add("dev.rohrpost.rpc", name);
  }

  void print(Out out) {
    packages.entrySet().stream()
        .map(each -> "import " + each.getValue() + "." + each.getKey() + ";")
        .sorted()
        .forEach(out::line);
  }
}
