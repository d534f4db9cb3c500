package dev.rohrpost.cli.command;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// What rpcgen makes of `rich.x`, in a C program with libtirpc: it writes a value, and serves.
///
/// @param folder with the program and `rich.x`
record RichProgram(Path folder) {
  /// The value that it writes, as JSON.
  static final String JSON =
      "{\"all\":{\"i\":-2147483648,\"u\":4294967295,\"h\":-9223372036854775808,"
          + "\"w\":18446744073709551615,\"s\":-32768,\"us\":65535,\"c\":-128,\"uc\":255,\"b\":true,"
          + "\"f\":0.1,\"d\":-0.0,\"paint\":\"RED\"},"
          + "\"chain\":{\"name\":\"one\",\"next\":{\"name\":\"zwölf\",\"next\":null}},"
          + "\"arms\":[{\"which\":\"RED\",\"data\":\"AQL/\"},{\"which\":\"GREEN\"},"
          + "{\"which\":\"BLUE\",\"number\":7}],"
          + "\"text\":\"\",\"mark\":\"AQIDBAU=\",\"there\":-5,\"missing\":null,"
          + "\"flags\":[true,false],\"reals\":[1.0E300,\"NaN\"],\"bytes\":{\"base64\":\"/w==\"}}";

  private static final List<String> FILES = List.of("rich.x", "rich.c");

  private static final String BUILD =
      """
      set -e
      rpcgen -N -C -h -o rich.h rich.x
      rpcgen -N -C -c -o rich_xdr.c rich.x
      rpcgen -N -C -m -o rich_svc.c rich.x
      cc -w -I/usr/include/tirpc -I. -o rich rich.c rich_xdr.c rich_svc.c -ltirpc
      """;

  /// Builds it.
  static RichProgram in(Path folder) throws IOException, InterruptedException {
    Foreign.require("rpcgen");
    Foreign.require("/usr/include/tirpc/rpc/rpc.h");
    Foreign.require("cc");
    for (var file : FILES) {
      try (var text = RichProgram.class.getResourceAsStream(file)) {
        Files.copy(Objects.requireNonNull(text), folder.resolve(file));
      }
    }
    Foreign.run(Rohrpost.PATIENCE, "sh", "-c", "cd " + folder + "\n" + BUILD).orFail();
    return new RichProgram(folder);
  }

  String description() {
    return folder.resolve("rich.x").toString();
  }

  String program() {
    return folder.resolve("rich").toString();
  }

  /// Starts a server, which prints its ports.
  Running serve(Path socket) {
    return Running.start(new ProcessBuilder(program(), "serve", socket.toString()));
  }
}
