package dev.rohrpost.rpc.gen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// The `.x` files that Debian installs.
final class Corpus {
  private static final Path RPCSVC = Path.of("/usr/include/rpcsvc");

  /// All of them; what is beside `nis_callback.x` gives it its types.
  static final List<Path> FILES =
      List.of(
          RPCSVC.resolve("bootparam_prot.x"),
          RPCSVC.resolve("key_prot.x"),
          RPCSVC.resolve("klm_prot.x"),
          RPCSVC.resolve("mount.x"),
          RPCSVC.resolve("nfs_prot.x"),
          RPCSVC.resolve("nis.x"),
          RPCSVC.resolve("nis_callback.x"),
          RPCSVC.resolve("nis_object.x"),
          RPCSVC.resolve("nlm_prot.x"),
          RPCSVC.resolve("rex.x"),
          RPCSVC.resolve("rquota.x"),
          RPCSVC.resolve("rstat.x"),
          RPCSVC.resolve("rusers.x"),
          RPCSVC.resolve("sm_inter.x"),
          RPCSVC.resolve("spray.x"),
          RPCSVC.resolve("yp.x"),
          RPCSVC.resolve("yppasswd.x"),
          Path.of("/usr/include/tirpc/rpc/rpcb_prot.x"),
          Path.of("/usr/include/tirpc/rpcsvc/crypt.x"));

  private Corpus() {}

  /// Ends the test if a file is not there.
  static Path require(Path file) {
    if (!Files.isRegularFile(file)) {
      var what = file + " is not installed; ./check installs it, or names its package";
      if ("true".equals(System.getenv("CI"))) {
        throw new AssertionError(what);
      }
      System.err.println("SKIPPED: " + what);
      Assumptions.abort(what);
    }
    return file;
  }

  static String name(Path file) {
    return file.getFileName().toString().replace(".x", "");
  }

  /// Compiles a file, with the constants that C has from headers.
  static Specification specification(Path file) throws IOException, SpecificationException {
    var compiler = Compiler.create().define("MAXNETNAMELEN", "255").define("MAXNAMELEN", "1024");
    if (name(file).equals("nis_callback")) {
      compiler = compiler.use(nis());
    }
    return compiler.compile(require(file));
  }

  static Specification nis() throws IOException, SpecificationException {
    return Compiler.create().compile(require(RPCSVC.resolve("nis.x")));
  }
}
