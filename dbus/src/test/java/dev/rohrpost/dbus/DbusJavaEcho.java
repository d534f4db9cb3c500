package dev.rohrpost.dbus;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.UInt16;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.UInt64;
import org.freedesktop.dbus.types.Variant;

/// What dbus-java wants to have: an interface with a method for each type, and an object with it.
/// Both are public for it, but not for others.
final class DbusJavaEcho {
  private DbusJavaEcho() {}

  /// Methods that answer what they were called with, as dbus-java wants them: one for each type.
  @DBusInterfaceName("com.example.Echo")
  public interface Methods extends DBusInterface {
    byte echoByte(byte value);

    boolean echoBoolean(boolean value);

    short echoInt16(short value);

    UInt16 echoUint16(UInt16 value);

    int echoInt32(int value);

    UInt32 echoUint32(UInt32 value);

    long echoInt64(long value);

    UInt64 echoUint64(UInt64 value);

    double echoDouble(double value);

    String echoString(String value);

    DBusPath echoPath(DBusPath value);

    Variant<?> echoVariant(Variant<?> value);

    List<Byte> echoBytes(List<Byte> value);

    List<Boolean> echoBooleans(List<Boolean> value);

    List<Short> echoInt16s(List<Short> value);

    List<UInt16> echoUint16s(List<UInt16> value);

    List<Integer> echoInt32s(List<Integer> value);

    List<UInt32> echoUint32s(List<UInt32> value);

    List<Long> echoInt64s(List<Long> value);

    List<UInt64> echoUint64s(List<UInt64> value);

    List<Double> echoDoubles(List<Double> value);

    List<String> echoStrings(List<String> value);

    List<DBusPath> echoPaths(List<DBusPath> value);

    List<Variant<?>> echoVariants(List<Variant<?>> value);

    Nested echoStruct(Nested value);

    List<Pair> echoStructs(List<Pair> value);

    List<List<String>> echoLists(List<List<String>> value);

    Map<String, Variant<?>> echoDict(Map<String, Variant<?>> value);

    Map<UInt16, List<String>> echoNumbered(Map<UInt16, List<String>> value);
  }

  /// Answers what it was called with.
  public static final class Echo implements Methods {
    @Override
    public String getObjectPath() {
      return EchoLibrary.PATH;
    }

    @Override
    public byte echoByte(byte value) {
      return value;
    }

    @Override
    public boolean echoBoolean(boolean value) {
      return value;
    }

    @Override
    public short echoInt16(short value) {
      return value;
    }

    @Override
    public UInt16 echoUint16(UInt16 value) {
      return value;
    }

    @Override
    public int echoInt32(int value) {
      return value;
    }

    @Override
    public UInt32 echoUint32(UInt32 value) {
      return value;
    }

    @Override
    public long echoInt64(long value) {
      return value;
    }

    @Override
    public UInt64 echoUint64(UInt64 value) {
      return value;
    }

    @Override
    public double echoDouble(double value) {
      return value;
    }

    @Override
    public String echoString(String value) {
      return value;
    }

    @Override
    public DBusPath echoPath(DBusPath value) {
      return value;
    }

    @Override
    public Variant<?> echoVariant(Variant<?> value) {
      return value;
    }

    @Override
    public List<Byte> echoBytes(List<Byte> value) {
      return value;
    }

    @Override
    public List<Boolean> echoBooleans(List<Boolean> value) {
      return value;
    }

    @Override
    public List<Short> echoInt16s(List<Short> value) {
      return value;
    }

    @Override
    public List<UInt16> echoUint16s(List<UInt16> value) {
      return value;
    }

    @Override
    public List<Integer> echoInt32s(List<Integer> value) {
      return value;
    }

    @Override
    public List<UInt32> echoUint32s(List<UInt32> value) {
      return value;
    }

    @Override
    public List<Long> echoInt64s(List<Long> value) {
      return value;
    }

    @Override
    public List<UInt64> echoUint64s(List<UInt64> value) {
      return value;
    }

    @Override
    public List<Double> echoDoubles(List<Double> value) {
      return value;
    }

    @Override
    public List<String> echoStrings(List<String> value) {
      return value;
    }

    @Override
    public List<DBusPath> echoPaths(List<DBusPath> value) {
      return value;
    }

    @Override
    public List<Variant<?>> echoVariants(List<Variant<?>> value) {
      return value;
    }

    @Override
    public Nested echoStruct(Nested value) {
      return value;
    }

    @Override
    public List<Pair> echoStructs(List<Pair> value) {
      return value;
    }

    @Override
    public List<List<String>> echoLists(List<List<String>> value) {
      return value;
    }

    @Override
    public Map<String, Variant<?>> echoDict(Map<String, Variant<?>> value) {
      return value;
    }

    @Override
    public Map<UInt16, List<String>> echoNumbered(Map<UInt16, List<String>> value) {
      return value;
    }
  }

  /// A struct of the type `(st)`.
  public static final class Inner extends Struct {
    @Position(0)
    public final String first;

    @Position(1)
    public final UInt64 second;

    public Inner(String first, UInt64 second) {
      this.first = first;
      this.second = second;
    }
  }

  /// A struct of the type `(y(st))`.
  public static final class Nested extends Struct {
    @Position(0)
    public final byte first;

    @Position(1)
    public final Inner second;

    public Nested(byte first, Inner second) {
      this.first = first;
      this.second = second;
    }
  }

  /// A struct of the type `(yt)`.
  public static final class Pair extends Struct {
    @Position(0)
    public final byte first;

    @Position(1)
    public final UInt64 second;

    public Pair(byte first, UInt64 second) {
      this.first = first;
      this.second = second;
    }
  }
}
