package dev.rohrpost.cli.bus;

import dev.rohrpost.UnixException;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;

/// A file of messages, as dbus-monitor(1) writes with `--pcap`: in the format of pcap, with the
/// link type that stands for D-Bus. Only its owner may read a new file: messages contain secrets.
///
/// @see <a href="https://www.tcpdump.org/linktypes.html">link types, LINKTYPE_DBUS</a>
/// @see <a href="https://man7.org/linux/man-pages/man5/pcap-savefile.5.html">pcap-savefile(5)</a>
final class PcapFile implements AutoCloseable {
  private static final int MAGIC = 0xa1b2c3d4;

  /// 2.4, the minor number in the upper half.
  private static final int VERSION = 2 | 4 << 16;

  /// The longest message of D-Bus.
  private static final int MOST = 128 << 20;

  private static final int DBUS = 231;
  private static final int MICROSECOND = 1000;

  private final String name;
  private final OutputStream out;

  private PcapFile(String name, OutputStream out) {
    this.name = name;
    this.out = out;
  }

  /// Opens a file, and empties it if it is there.
  ///
  /// @throws UnixException why it cannot be opened or written
  static PcapFile open(Path path) throws UnixException {
    try {
      var file = new FileOutputStream(made(path).toFile()); // which an interrupt does not close
      return begin(path.toString(), new BufferedOutputStream(file));
    } catch (IOException e) {
      throw UnixException.of("open", path.toString(), e);
    }
  }

  private static Path made(Path path) throws IOException {
    try {
      var owner = PosixFilePermissions.fromString("rw-------");
      return Files.createFile(path, PosixFilePermissions.asFileAttribute(owner));
    } catch (FileAlreadyExistsException _) {
      return path;
    }
  }

  /// Begins a file.
  ///
  /// @param name what it is called in failures
  /// @param out closed with it
  static PcapFile begin(String name, OutputStream out) throws IOException {
    var file = new PcapFile(name, out);
    file.write(numbers(MAGIC, VERSION, 0, 0, MOST, DBUS)); // times are those of the world
    return file;
  }

  private static byte[] numbers(int... numbers) {
    var bytes = ByteBuffer.allocate(numbers.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (var number : numbers) {
      bytes.putInt(number);
    }
    return bytes.array();
  }

  private void write(byte[] bytes) throws IOException {
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw UnixException.of("write", name, e);
    }
  }

  /// Adds a message.
  ///
  /// @throws IOException why it cannot be written
  void add(Instant time, MemorySegment message) throws IOException {
    var length = (int) message.byteSize();
    var microseconds = time.getNano() / MICROSECOND;
    write(numbers((int) time.getEpochSecond(), microseconds, length, length));
    write(message.toArray(ValueLayout.JAVA_BYTE));
  }

  /// Hands everything to the kernel.
  void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw UnixException.of("write", name, e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      out.close();
    } catch (IOException e) {
      throw UnixException.of("write", name, e);
    }
  }
}
