package dev.rohrpost.rpc.gen;

import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrException;
import dev.rohrpost.xdr.XdrReader;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Gives the compiler anything: it may only say what is wrong. If nothing is, the types must be
/// able to read anything, and to write what they have read.
final class Garbage {
  private static final int MOST_TYPES = 20;

  /// No files but the text itself, under any name.
  private record Mirror(String text) implements Sources {
    @Override
    public @Nullable String find(String from, String name, boolean beside) {
      return name.equals("none.x") ? null : name;
    }

    @Override
    public String read(String file) {
      return text;
    }
  }

  private Garbage() {}

  static void compile(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    try {
      var specification = Compiler.create().compile("f.x", text, new Mirror(text));
      JavaGenerator.create().generate(specification, "p");
      for (var name : specification.typeNames().stream().limit(MOST_TYPES).toList()) {
        read(specification, name, bytes);
        read(specification, name, new byte[1024]);
      }
    } catch (SpecificationException e) {
      if (e.faults().isEmpty() || String.valueOf(e.getMessage()).isEmpty()) {
        throw new AssertionError("a fault that says nothing", e);
      }
    }
  }

  private static void read(Specification specification, String name, byte[] bytes) {
    var codec = specification.codec(name).orElseThrow();
    try {
      var in = XdrReader.of(MemorySegment.ofArray(bytes));
      var value = codec.decode(in);
      var again = Xdr.encode(value, codec);
      if (!Arrays.equals(again, Xdr.encode(Xdr.decode(again, codec), codec))) {
        throw new AssertionError("other bytes for " + name);
      }
    } catch (XdrException _) {
      // as it should be
    }
  }
}
