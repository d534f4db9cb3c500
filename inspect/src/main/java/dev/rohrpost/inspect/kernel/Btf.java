package dev.rohrpost.inspect.kernel;

import dev.rohrpost.libc.LinuxBtfH;
import java.io.IOException;
import java.lang.foreign.MemoryLayout.PathElement;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the structures of the running kernel are laid out, as it says itself (BTF). Types are named
/// by their numbers.
///
/// @see <a href="https://docs.kernel.org/bpf/btf.html">BPF Type Format</a>
final class Btf {
  private static final Path KERNEL = Path.of("/sys/kernel/btf/vmlinux");
  private static final int HEAD = 3; // words of every type: name, kind and count, size or type
  private static final int MOST_TYPES = 1 << 21;

  private final byte[] bytes;
  private final int names; // where these begin
  private final int[] words;
  private int[] places = new int[1 << 16]; // of each type, in words
  private final Map<String, Integer> found = new HashMap<>();

  private Btf(byte[] bytes, String... wanted) throws IOException {
    this.bytes = bytes;
    var all = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    if (bytes.length < LinuxBtfH.BTF_HEADER.byteSize()
        || Short.toUnsignedInt(all.getShort(0)) != LinuxBtfH.BTF_MAGIC) {
      throw new IOException(KERNEL + ": not a description of types");
    }
    var head = all.getInt(offset("hdr_len"));
    names = head + all.getInt(offset("str_off"));
    words = new int[all.getInt(offset("type_len")) / Integer.BYTES];
    all.position(head + all.getInt(offset("type_off")));
    all.slice().order(ByteOrder.nativeOrder()).asIntBuffer().get(words);
    number(wanted);
  }

  private static int offset(String member) {
    return (int) LinuxBtfH.BTF_HEADER.byteOffset(PathElement.groupElement(member));
  }

  /// Reads that of the running kernel.
  ///
  /// @param wanted names of the functions and structures that [#named] will be asked for
  /// @throws IOException if it has none
  static Btf ofKernel(String... wanted) throws IOException {
    return new Btf(Files.readAllBytes(KERNEL), wanted);
  }

  /// Finds all types, which are numbered as they stand there. There are more than a hundred
  /// thousand, so names are looked for at the same time.
  private void number(String... wanted) throws IOException {
    var searched = new byte[wanted.length][];
    for (var i = 0; i < wanted.length; i++) {
      searched[i] = terminated(wanted[i]);
    }
    var count = 1; // the first type is void, and not written down
    for (var at = 0; at + HEAD <= words.length; at += HEAD + more(words[at + 1])) {
      if (count == places.length) {
        if (count == MOST_TYPES) {
          throw new IOException(KERNEL + ": more than " + MOST_TYPES + " types");
        }
        places = Arrays.copyOf(places, 2 * count);
      }
      var kind = kind(words[at + 1]);
      if (kind == LinuxBtfH.BTF_KIND_FUNC || kind == LinuxBtfH.BTF_KIND_STRUCT) {
        for (var i = 0; i < searched.length; i++) {
          if (isAt(names + words[at], searched[i])) {
            found.put(wanted[i], count);
          }
        }
      }
      places[count++] = at;
    }
  }

  private static byte[] terminated(String name) {
    return (name + "\0").getBytes(StandardCharsets.US_ASCII);
  }

  /// Returns how many words of a type follow its head.
  private static int more(int info) {
    var count = info & 0xffff;
    return switch (kind(info)) {
      case LinuxBtfH.BTF_KIND_INT, LinuxBtfH.BTF_KIND_VAR, LinuxBtfH.BTF_KIND_DECL_TAG -> 1;
      case LinuxBtfH.BTF_KIND_ARRAY -> 3;
      case LinuxBtfH.BTF_KIND_ENUM, LinuxBtfH.BTF_KIND_FUNC_PROTO -> 2 * count;
      case LinuxBtfH.BTF_KIND_STRUCT,
          LinuxBtfH.BTF_KIND_UNION,
          LinuxBtfH.BTF_KIND_DATASEC,
          LinuxBtfH.BTF_KIND_ENUM64 ->
          3 * count;
      default -> 0;
    };
  }

  private static int kind(int info) {
    return info >>> 24 & 0x1f;
  }

  private int kindOf(int type) {
    return kind(words[places[type] + 1]);
  }

  private int target(int type) {
    return words[places[type] + 2];
  }

  /// Returns a function or structure.
  ///
  /// @throws NoSuchTypeException if the kernel has none of this name
  int named(String name) throws NoSuchTypeException {
    var type = found.get(name);
    if (type == null) {
      throw new NoSuchTypeException(name);
    }
    return type;
  }

  private boolean isAt(int at, byte[] wanted) {
    for (var i = 0; i < wanted.length; i++) {
      if (bytes[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private String name(int offset) {
    var end = names + offset;
    while (bytes[end] != 0) {
      end++;
    }
    return new String(bytes, names + offset, end - names - offset, StandardCharsets.US_ASCII);
  }

  /// What a function takes.
  ///
  /// @param name of the parameter
  /// @param type its type
  record Parameter(String name, int type) {}

  /// Returns what a function takes, in order.
  List<Parameter> parameters(int function) {
    var prototype = places[target(function)];
    var parameters = new ArrayList<Parameter>();
    for (var i = 0; i < (words[prototype + 1] & 0xffff); i++) {
      var at = prototype + HEAD + 2 * i;
      parameters.add(new Parameter(name(words[at]), words[at + 1]));
    }
    return parameters;
  }

  /// Tells whether a type is a pointer.
  boolean isPointer(int type) {
    return kindOf(plain(type)) == LinuxBtfH.BTF_KIND_PTR;
  }

  /// Returns the size in bytes of what is no array.
  int size(int type) {
    var plain = plain(type);
    return kindOf(plain) == LinuxBtfH.BTF_KIND_PTR ? Long.BYTES : words[places[plain] + 2];
  }

  /// Something inside of a structure.
  ///
  /// @param offset in bytes
  /// @param type what is there; of an array, what it consists of
  record Member(int offset, int type) {}

  /// Finds a member of a structure, and follows it into structures that are part of it.
  ///
  /// @param type the structure, or a pointer to it
  /// @param path names with dots between them
  Member member(int type, String path) throws NoSuchTypeException {
    var structure = pointed(type);
    var found = new Member(0, structure);
    for (var name : path.split("\\.", -1)) {
      var next = search(found.type(), name);
      if (next == null) {
        throw new NoSuchTypeException(name(words[places[structure]]) + "." + path);
      }
      found = new Member(found.offset() + next.offset(), element(next.type()));
    }
    return found;
  }

  private @Nullable Member search(int structure, String name) {
    var at = places[structure];
    var wanted = terminated(name);
    var bits = words[at + 1] < 0 ? 0xffffff : -1; // else the upper byte is part of the offset
    for (var i = 0; i < (words[at + 1] & 0xffff); i++) {
      var member = at + HEAD + 3 * i;
      var offset = (words[member + 2] & bits) / Byte.SIZE;
      if (isAt(names + words[member], wanted)) {
        return new Member(offset, words[member + 1]);
      }
      var type = plain(words[member + 1]);
      if (bytes[names + words[member]] == 0 && isComposed(type)) {
        var inner = search(type, name);
        if (inner != null) {
          return new Member(offset + inner.offset(), inner.type());
        }
      }
    }
    return null;
  }

  private boolean isComposed(int type) {
    var kind = kindOf(type);
    return kind == LinuxBtfH.BTF_KIND_STRUCT || kind == LinuxBtfH.BTF_KIND_UNION;
  }

  private int pointed(int type) {
    var plain = plain(type);
    return kindOf(plain) == LinuxBtfH.BTF_KIND_PTR ? plain(target(plain)) : plain;
  }

  private int element(int type) {
    var plain = plain(type);
    return kindOf(plain) == LinuxBtfH.BTF_KIND_ARRAY ? element(words[places[plain] + HEAD]) : plain;
  }

  /// Looks through other names and qualifiers.
  private int plain(int type) {
    var plain = type;
    while (true) {
      switch (kindOf(plain)) {
        case LinuxBtfH.BTF_KIND_TYPEDEF,
            LinuxBtfH.BTF_KIND_VOLATILE,
            LinuxBtfH.BTF_KIND_CONST,
            LinuxBtfH.BTF_KIND_RESTRICT,
            LinuxBtfH.BTF_KIND_TYPE_TAG ->
            plain = target(plain);
        default -> {
          return plain;
        }
      }
    }
  }
}
