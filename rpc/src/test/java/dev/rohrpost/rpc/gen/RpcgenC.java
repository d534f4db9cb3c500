package dev.rohrpost.rpc.gen;

import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.xdr.Opaque;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The C code that rpcgen makes of a `.x` file, in a program that reads values and writes them
/// again.
final class RpcgenC {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String MAIN =
      """
      #include "f.h"
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      #include <arpa/inet.h>
      static char in[1 << 20], out[1 << 20];
      #define TRY(I, T) case I: { static T v; XDR x; memset(&v, 0, sizeof v); \\
        xdrmem_create(&x, in, n, XDR_DECODE); \\
        if (!xdr_##T(&x, (void *) &v)) break; \\
        xdrmem_create(&x, out, sizeof out, XDR_ENCODE); \\
        if (!xdr_##T(&x, (void *) &v)) break; \\
        size = xdr_getpos(&x); break; }
      int main(void) {
        unsigned head[2];
        while (fread(head, 4, 2, stdin) == 2) {
          unsigned n = ntohl(head[1]), size = 0xffffffff;
          if (n > sizeof in || fread(in, 1, n, stdin) != n) return 1;
          switch (ntohl(head[0])) {
      CASES
          }
          unsigned answer = htonl(size);
          fwrite(&answer, 4, 1, stdout);
          if (size != 0xffffffff) fwrite(out, 1, size, stdout);
        }
        return 0;
      }
      """;

  private final Path program;
  private final List<String> types;

  /// A value of a type.
  record Item(String type, Opaque bytes) {}

  private RpcgenC(Path program, List<String> types) {
    this.program = program;
    this.types = types;
  }

  /// Builds the program.
  ///
  /// @param folder for everything; the files that are included are there already
  static RpcgenC build(Path file, List<String> types, Path folder, String... options)
      throws IOException, InterruptedException {
    Foreign.require("rpcgen");
    Foreign.require("cc");
    var x = folder.resolve("f.x");
    Files.writeString(x, Files.readString(file));
    for (var part : List.of("-h", "-c")) {
      var name = part.equals("-h") ? "f.h" : "f_xdr.c";
      run(folder, List.of("rpcgen", "-C", part, "-o", name, "f.x"));
    }
    var cases = new StringBuilder();
    for (var i = 0; i < types.size(); i++) {
      cases.append("TRY(").append(i).append(", ").append(types.get(i)).append(")\n");
    }
    Files.writeString(folder.resolve("main.c"), MAIN.replace("CASES", cases));
    var command = new ArrayList<>(List.of("cc", "-w", "-I/usr/include/tirpc", "-I."));
    command.addAll(List.of(options));
    command.addAll(List.of("-o", "program", "main.c", "f_xdr.c", "-ltirpc"));
    run(folder, command);
    return new RpcgenC(folder.resolve("program"), types);
  }

  private static void run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    var log = folder.resolve("log");
    var process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(PATIENCE) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError(command + ": " + Files.readString(log));
    }
  }

  /// Reads values in C and writes them again.
  ///
  /// @return the bytes of each one; empty for what C refuses
  List<Opaque> again(List<Item> items, Path folder) throws IOException, InterruptedException {
    var in = folder.resolve("in");
    var bytes = new ByteArrayOutputStream();
    var data = new DataOutputStream(bytes);
    for (var item : items) {
      data.writeInt(types.indexOf(item.type()));
      data.writeInt(item.bytes().size());
      data.write(item.bytes().toArray());
    }
    Files.write(in, bytes.toByteArray());
    var out = folder.resolve("out");
    var process =
        new ProcessBuilder(program.toString())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .start();
    if (!process.waitFor(PATIENCE) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError("the C program failed");
    }
    var answers = new ArrayList<Opaque>();
    try (var answer = new DataInputStream(Files.newInputStream(out))) {
      for (var _ : items) {
        var size = answer.readInt();
        answers.add(size < 0 ? Opaque.EMPTY : Opaque.of(answer.readNBytes(size)));
      }
    }
    return answers;
  }
}
