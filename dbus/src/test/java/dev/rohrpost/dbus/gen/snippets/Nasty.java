package dev.rohrpost.dbus.gen.snippets;

import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.introspect.Property.Access;
import dev.rohrpost.dbus.introspect.Property.Emits;
import dev.rohrpost.dbus.object.BodyWriter;
import dev.rohrpost.dbus.object.ExportedInterface;
import dev.rohrpost.dbus.object.ObjectCall;
import dev.rohrpost.dbus.object.PropertyType;
import dev.rohrpost.dbus.object.RemoteObject;
import dev.rohrpost.dbus.object.SignalEmitter;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.dbus.wire.Decoder;
import dev.rohrpost.dbus.wire.Encoder;
import dev.rohrpost.dbus.wire.WireException;
import dev.rohrpost.fd.Fd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.annotation.processing.Generated;
import org.jspecify.annotations.NullMarked;

/// `dev.rohrpost.dbus.gen.snippets.nasty`
///
/// Everything that names and texts can do: &#42; \_x&#95; `code` `more` \[link&#93; \<b> \&amp;
/// \\u0041 &#92;
///
/// - {&#64;code x} @since
/// - 1&#46; # --- ~~~ | = + >
/// - item that is long enough to be broken, so that somewhere a line may begin with - or 1. or # or
///   &#61; or @since
@NullMarked
@Generated("dev.rohrpost.dbus.gen")
public interface Nasty {
  /// The name of this interface.
  String INTERFACE = "dev.rohrpost.dbus.gen.snippets.nasty";

  /// Its properties.
  List<PropertyType> PROPERTIES =
      List.of(
          new PropertyType("Lock", "b", Access.READ, Emits.TRUE),
          new PropertyType("Level", "u", Access.READWRITE, Emits.TRUE),
          new PropertyType("power-saver enabled", "b", Access.READWRITE, Emits.TRUE),
          new PropertyType("powerSaverEnabled", "b", Access.READ, Emits.TRUE),
          new PropertyType("\"\\u0041\u00e4", "s", Access.READ, Emits.TRUE),
          new PropertyType("TTYPath", "o", Access.READ, Emits.TRUE),
          new PropertyType("UUID", "s", Access.WRITE, Emits.TRUE),
          new PropertyType("Entries", "a(souua(iisi)u(bbb))", Access.READWRITE, Emits.INVALIDATES),
          new PropertyType("Model", "s", Access.READ, Emits.CONST));

  /// `class`
  ///
  /// @param return_ `s`
  /// @return interface: `s`
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  String class_(String return_) throws DbusException, InterruptedException;

  /// `Notify`
  ///
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  void notify_() throws DbusException, InterruptedException;

  /// `Close`
  ///
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  void close_() throws DbusException, InterruptedException;

  /// `HashCode`
  ///
  /// @return `i`
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  int hashCode_() throws DbusException, InterruptedException;

  /// `GetClass`
  ///
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  void getClass_() throws DbusException, InterruptedException;

  /// `Lock`
  ///
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  void lock() throws DbusException, InterruptedException;

  /// `GetLevel`
  ///
  /// @return `u`
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  long getLevel() throws DbusException, InterruptedException;

  /// `SetLevel`
  ///
  /// @param value `u`
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  void setLevel(long value) throws DbusException, InterruptedException;

  /// `Within`
  ///
  /// @param in_ `u`
  /// @param out_ `u`
  /// @param remote `u`
  /// @return `u`
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  long within(long in_, long out_, long remote) throws DbusException, InterruptedException;

  /// `Open`
  ///
  /// @param uri `s`
  /// @return how: `s`
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  String open(String uri) throws DbusException, InterruptedException;

  /// `Open`
  ///
  /// @param number `u`
  /// @return how: `s`
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  String open2(long number) throws DbusException, InterruptedException;

  /// `Open`
  ///
  /// @param number `i`
  /// @return how: `s`
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  String open3(int number) throws DbusException, InterruptedException;

  /// `Open2`
  ///
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  void open22() throws DbusException, InterruptedException;

  /// `Several`
  ///
  /// @param name `s`
  /// @param name_ `u`
  /// @param value3 `u`
  /// @return the results
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  SeveralResult several(String name, long name_, long value3)
      throws DbusException, InterruptedException;

  /// `Numbers`
  ///
  /// @param y `y`
  /// @param b `b`
  /// @param n `n`
  /// @param q `q`
  /// @param i `i`
  /// @param u `u`
  /// @param x `x`
  /// @param t `t`
  /// @param d `d`
  /// @return the results
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  NumbersResult numbers(int y, boolean b, short n, int q, int i, long u, long x, long t, double d)
      throws DbusException, InterruptedException;

  /// `Arrays`
  ///
  /// @param all `(ayabanaqaiauaxatadasaoagavaas)`
  /// @return all: `(ayabanaqaiauaxatadasaoagavaas)`
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  All arrays(All all) throws DbusException, InterruptedException;

  /// `Dictionaries`
  ///
  /// @param values `a{qv}`
  /// @param paths `a{o(oayays)}`
  /// @param deep `a{sa{s(siv)}}`
  /// @return the results
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  DictionariesResult dictionaries(
      Map<Integer, Value> values, Map<ObjectPath, Path> paths, Map<String, Map<String, Deep>> deep)
      throws DbusException, InterruptedException;

  /// `Structs`
  ///
  /// @param entries `a(souua(iisi)u(bbb))`
  /// @return entries: `a(souua(iisi)u(bbb))`
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  List<Entry> structs(List<Entry> entries) throws DbusException, InterruptedException;

  /// `Names`
  ///
  /// @param client `a(iii)`
  /// @param value `(uu)`
  /// @param nasty `(ss)`
  /// @param list `(gg)`
  /// @param list_ `(dd)`
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  void names(List<Client_> client, Value_ value, NamesNasty nasty, List_ list, NamesList list_)
      throws DbusException, InterruptedException;

  /// `Pass`
  ///
  /// @param fd `h`
  /// @param more `a{uh}`
  /// @return fd: `h`
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  Fd pass(Fd fd, Map<Long, Fd> more) throws DbusException, InterruptedException;

  /// `Forget`
  ///
  /// @param what `s`
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  void forget(String what) throws DbusException, InterruptedException;

  /// `Old`
  ///
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  @Deprecated
  void old() throws DbusException, InterruptedException;

  /// `equal`
  ///
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  void equal() throws DbusException, InterruptedException;

  /// `Equal`
  ///
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  void equal2() throws DbusException, InterruptedException;

  /// `Lock`, of which changes are announced with the new value.
  ///
  /// @return its value: `b`
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  boolean lockProperty() throws DbusException, InterruptedException;

  /// `Level`, of which changes are announced with the new value.
  ///
  /// @return its value: `u`
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  long levelProperty() throws DbusException, InterruptedException;

  /// Sets `Level`, of which changes are announced with the new value.
  ///
  /// @param value its new value: `u`
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  void setLevelProperty(long value) throws DbusException, InterruptedException;

  /// `power-saver enabled`, of which changes are announced with the new value.
  ///
  /// @return its value: `b`
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  boolean powerSaverEnabled() throws DbusException, InterruptedException;

  /// Sets `power-saver enabled`, of which changes are announced with the new value.
  ///
  /// @param value its new value: `b`
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  void setPowerSaverEnabled(boolean value) throws DbusException, InterruptedException;

  /// `powerSaverEnabled`, of which changes are announced with the new value.
  ///
  /// @return its value: `b`
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  boolean powerSaverEnabledProperty() throws DbusException, InterruptedException;

  /// `"?u0041ä`, of which changes are announced with the new value.
  ///
  /// @return its value: `s`
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  String u0041() throws DbusException, InterruptedException;

  /// `TTYPath`, of which changes are announced with the new value.
  ///
  /// @return its value: `o`
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  ObjectPath ttyPath() throws DbusException, InterruptedException;

  /// Sets `UUID`, of which changes are announced with the new value.
  ///
  /// @param value its new value: `s`
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  void setUuid(String value) throws DbusException, InterruptedException;

  /// `Entries`, of which changes are announced without the new value.
  ///
  /// @return its value: `a(souua(iisi)u(bbb))`
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  List<Entry> entries() throws DbusException, InterruptedException;

  /// Sets `Entries`, of which changes are announced without the new value.
  ///
  /// @param value its new value: `a(souua(iisi)u(bbb))`
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  void setEntries(List<Entry> value) throws DbusException, InterruptedException;

  /// `Model`, which never changes.
  ///
  /// @return its value: `s`
  /// @throws DbusException if there is no reply, or it is an error
  /// @throws InterruptedException if the thread is interrupted
  @Deprecated
  String model() throws DbusException, InterruptedException;

  /// What `Several` answers.
  ///
  /// @param name `s`
  /// @param name_ `u`
  /// @param value3 `u`
  /// @param hashCode_ `ai`
  record SeveralResult(String name, long name_, long value3, int[] hashCode_) {
    private static SeveralResult read(Decoder in) throws WireException {
      return new SeveralResult(in.text(), in.uint32(), in.uint32(), in.int32s());
    }

    private void write(Encoder out) {
      out.text(name);
      out.uint32(name_);
      out.uint32(value3);
      out.int32s(hashCode_);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof SeveralResult that
          && Objects.equals(this.name, that.name)
          && Objects.equals(this.name_, that.name_)
          && Objects.equals(this.value3, that.value3)
          && Arrays.equals(this.hashCode_, that.hashCode_);
    }

    @Override
    public int hashCode() {
      return Objects.hash(this.name, this.name_, this.value3, Arrays.hashCode(this.hashCode_));
    }
  }

  /// What `Numbers` answers.
  ///
  /// @param y `y`
  /// @param b `b`
  /// @param n `n`
  /// @param q `q`
  /// @param i `i`
  /// @param u `u`
  /// @param x `x`
  /// @param t `t`
  /// @param d `d`
  record NumbersResult(int y, boolean b, short n, int q, int i, long u, long x, long t, double d) {
    private static NumbersResult read(Decoder in) throws WireException {
      return new NumbersResult(
          in.uint8(),
          in.bool(),
          in.int16(),
          in.uint16(),
          in.int32(),
          in.uint32(),
          in.int64(),
          in.int64(),
          in.float64());
    }

    private void write(Encoder out) {
      out.uint8(y);
      out.bool(b);
      out.int16(n);
      out.uint16(q);
      out.int32(i);
      out.uint32(u);
      out.int64(x);
      out.int64(t);
      out.float64(d);
    }
  }

  /// What `Dictionaries` answers.
  ///
  /// @param values `a{qv}`
  /// @param paths `a{o(oayays)}`
  /// @param deep `a{sa{s(siv)}}`
  record DictionariesResult(
      Map<Integer, Value> values,
      Map<ObjectPath, Path> paths,
      Map<String, Map<String, Deep>> deep) {
    private static DictionariesResult read(Decoder in) throws WireException {
      return new DictionariesResult(read_1(in), read_2(in), read_3(in));
    }

    private void write(Encoder out) {
      write_1(out, values);
      write_2(out, paths);
      write_3(out, deep);
    }
  }

  /// A struct: `(ayabanaqaiauaxatadasaoagavaas)`
  ///
  /// @param field1 `ay`
  /// @param field2 `ab`
  /// @param field3 `an`
  /// @param field4 `aq`
  /// @param field5 `ai`
  /// @param field6 `au`
  /// @param field7 `ax`
  /// @param field8 `at`
  /// @param field9 `ad`
  /// @param field10 `as`
  /// @param field11 `ao`
  /// @param field12 `ag`
  /// @param field13 `av`
  /// @param field14 `aas`
  record All(
      byte[] field1,
      boolean[] field2,
      short[] field3,
      int[] field4,
      int[] field5,
      long[] field6,
      long[] field7,
      long[] field8,
      double[] field9,
      List<String> field10,
      List<ObjectPath> field11,
      List<Signature> field12,
      List<Value> field13,
      List<List<String>> field14) {
    private static All read(Decoder in) throws WireException {
      in.beginStruct();
      var value =
          new All(
              in.bytes(),
              in.booleans(),
              in.int16s(),
              in.uint16s(),
              in.int32s(),
              in.uint32s(),
              in.int64s(),
              in.int64s(),
              in.float64s(),
              read_4(in),
              read_5(in),
              read_6(in),
              read_7(in),
              read_8(in));
      in.endStruct();
      return value;
    }

    private void write(Encoder out) {
      out.beginStruct();
      out.bytes(field1);
      out.booleans(field2);
      out.int16s(field3);
      out.uint16s(field4);
      out.int32s(field5);
      out.uint32s(field6);
      out.int64s(field7);
      out.int64s(field8);
      out.float64s(field9);
      write_4(out, field10);
      write_5(out, field11);
      write_6(out, field12);
      write_7(out, field13);
      write_8(out, field14);
      out.endStruct();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof All that
          && Arrays.equals(this.field1, that.field1)
          && Arrays.equals(this.field2, that.field2)
          && Arrays.equals(this.field3, that.field3)
          && Arrays.equals(this.field4, that.field4)
          && Arrays.equals(this.field5, that.field5)
          && Arrays.equals(this.field6, that.field6)
          && Arrays.equals(this.field7, that.field7)
          && Arrays.equals(this.field8, that.field8)
          && Arrays.equals(this.field9, that.field9)
          && Objects.equals(this.field10, that.field10)
          && Objects.equals(this.field11, that.field11)
          && Objects.equals(this.field12, that.field12)
          && Objects.equals(this.field13, that.field13)
          && Objects.equals(this.field14, that.field14);
    }

    @Override
    public int hashCode() {
      return Objects.hash(
          Arrays.hashCode(this.field1),
          Arrays.hashCode(this.field2),
          Arrays.hashCode(this.field3),
          Arrays.hashCode(this.field4),
          Arrays.hashCode(this.field5),
          Arrays.hashCode(this.field6),
          Arrays.hashCode(this.field7),
          Arrays.hashCode(this.field8),
          Arrays.hashCode(this.field9),
          this.field10,
          this.field11,
          this.field12,
          this.field13,
          this.field14);
    }
  }

  /// A struct: `(oayays)`
  ///
  /// @param field1 `o`
  /// @param field2 `ay`
  /// @param field3 `ay`
  /// @param field4 `s`
  record Path(ObjectPath field1, byte[] field2, byte[] field3, String field4) {
    private static Path read(Decoder in) throws WireException {
      in.beginStruct();
      var value = new Path(in.path(), in.bytes(), in.bytes(), in.text());
      in.endStruct();
      return value;
    }

    private void write(Encoder out) {
      out.beginStruct();
      out.path(field1);
      out.bytes(field2);
      out.bytes(field3);
      out.text(field4);
      out.endStruct();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Path that
          && Objects.equals(this.field1, that.field1)
          && Arrays.equals(this.field2, that.field2)
          && Arrays.equals(this.field3, that.field3)
          && Objects.equals(this.field4, that.field4);
    }

    @Override
    public int hashCode() {
      return Objects.hash(
          this.field1, Arrays.hashCode(this.field2), Arrays.hashCode(this.field3), this.field4);
    }
  }

  /// A struct: `(siv)`
  ///
  /// @param field1 `s`
  /// @param field2 `i`
  /// @param field3 `v`
  record Deep(String field1, int field2, Value field3) {
    private static Deep read(Decoder in) throws WireException {
      in.beginStruct();
      var value = new Deep(in.text(), in.int32(), in.variant());
      in.endStruct();
      return value;
    }

    private void write(Encoder out) {
      out.beginStruct();
      out.text(field1);
      out.int32(field2);
      out.variant(field3);
      out.endStruct();
    }
  }

  /// A struct: `(souua(iisi)u(bbb))`
  ///
  /// @param field1 `s`
  /// @param field2 `o`
  /// @param field3 `u`
  /// @param field4 `u`
  /// @param field5 `a(iisi)`
  /// @param field6 `u`
  /// @param field7 `(bbb)`
  record Entry(
      String field1,
      ObjectPath field2,
      long field3,
      long field4,
      List<Entry5> field5,
      long field6,
      Entry7 field7) {
    private static Entry read(Decoder in) throws WireException {
      in.beginStruct();
      var value =
          new Entry(
              in.text(),
              in.path(),
              in.uint32(),
              in.uint32(),
              read_9(in),
              in.uint32(),
              Entry7.read(in));
      in.endStruct();
      return value;
    }

    private void write(Encoder out) {
      out.beginStruct();
      out.text(field1);
      out.path(field2);
      out.uint32(field3);
      out.uint32(field4);
      write_9(out, field5);
      out.uint32(field6);
      field7.write(out);
      out.endStruct();
    }
  }

  /// A struct: `(iisi)`
  ///
  /// @param field1 `i`
  /// @param field2 `i`
  /// @param field3 `s`
  /// @param field4 `i`
  record Entry5(int field1, int field2, String field3, int field4) {
    private static Entry5 read(Decoder in) throws WireException {
      in.beginStruct();
      var value = new Entry5(in.int32(), in.int32(), in.text(), in.int32());
      in.endStruct();
      return value;
    }

    private void write(Encoder out) {
      out.beginStruct();
      out.int32(field1);
      out.int32(field2);
      out.text(field3);
      out.int32(field4);
      out.endStruct();
    }
  }

  /// A struct: `(bbb)`
  ///
  /// @param field1 `b`
  /// @param field2 `b`
  /// @param field3 `b`
  record Entry7(boolean field1, boolean field2, boolean field3) {
    private static Entry7 read(Decoder in) throws WireException {
      in.beginStruct();
      var value = new Entry7(in.bool(), in.bool(), in.bool());
      in.endStruct();
      return value;
    }

    private void write(Encoder out) {
      out.beginStruct();
      out.bool(field1);
      out.bool(field2);
      out.bool(field3);
      out.endStruct();
    }
  }

  /// A struct: `(iii)`
  ///
  /// @param field1 `i`
  /// @param field2 `i`
  /// @param field3 `i`
  record Client_(int field1, int field2, int field3) {
    private static Client_ read(Decoder in) throws WireException {
      in.beginStruct();
      var value = new Client_(in.int32(), in.int32(), in.int32());
      in.endStruct();
      return value;
    }

    private void write(Encoder out) {
      out.beginStruct();
      out.int32(field1);
      out.int32(field2);
      out.int32(field3);
      out.endStruct();
    }
  }

  /// A struct: `(uu)`
  ///
  /// @param field1 `u`
  /// @param field2 `u`
  record Value_(long field1, long field2) {
    private static Value_ read(Decoder in) throws WireException {
      in.beginStruct();
      var value = new Value_(in.uint32(), in.uint32());
      in.endStruct();
      return value;
    }

    private void write(Encoder out) {
      out.beginStruct();
      out.uint32(field1);
      out.uint32(field2);
      out.endStruct();
    }
  }

  /// A struct: `(ss)`
  ///
  /// @param field1 `s`
  /// @param field2 `s`
  record NamesNasty(String field1, String field2) {
    private static NamesNasty read(Decoder in) throws WireException {
      in.beginStruct();
      var value = new NamesNasty(in.text(), in.text());
      in.endStruct();
      return value;
    }

    private void write(Encoder out) {
      out.beginStruct();
      out.text(field1);
      out.text(field2);
      out.endStruct();
    }
  }

  /// A struct: `(gg)`
  ///
  /// @param field1 `g`
  /// @param field2 `g`
  record List_(Signature field1, Signature field2) {
    private static List_ read(Decoder in) throws WireException {
      in.beginStruct();
      var value = new List_(in.signature(), in.signature());
      in.endStruct();
      return value;
    }

    private void write(Encoder out) {
      out.beginStruct();
      out.signature(field1);
      out.signature(field2);
      out.endStruct();
    }
  }

  /// A struct: `(dd)`
  ///
  /// @param field1 `d`
  /// @param field2 `d`
  record NamesList(double field1, double field2) {
    private static NamesList read(Decoder in) throws WireException {
      in.beginStruct();
      var value = new NamesList(in.float64(), in.float64());
      in.endStruct();
      return value;
    }

    private void write(Encoder out) {
      out.beginStruct();
      out.float64(field1);
      out.float64(field2);
      out.endStruct();
    }
  }

  /// A signal of this interface.
  sealed interface Signal {}

  /// The signal `Lock`
  ///
  /// @param other `ay`
  /// @param that `s`
  /// @param out `s`
  record Lock(byte[] other, String that, String out) implements Signal {
    private static Lock read(Decoder in) throws WireException {
      return new Lock(in.bytes(), in.text(), in.text());
    }

    private void write(Encoder out) {
      out.bytes(other);
      out.text(that);
      out.text(this.out);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Lock that
          && Arrays.equals(this.other, that.other)
          && Objects.equals(this.that, that.that)
          && Objects.equals(this.out, that.out);
    }

    @Override
    public int hashCode() {
      return Objects.hash(Arrays.hashCode(this.other), this.that, this.out);
    }
  }

  /// The signal `Signal`
  record Signal_() implements Signal {
    private static Signal_ read(Decoder in) throws WireException {
      return new Signal_();
    }

    private void write(Encoder out) {}
  }

  /// The signal `Changed`
  ///
  /// @param value `s`
  record Changed(String value) implements Signal {
    private static Changed read(Decoder in) throws WireException {
      return new Changed(in.text());
    }

    private void write(Encoder out) {
      out.text(value);
    }
  }

  /// The signal `Changed`
  ///
  /// @param value1 `(ss)`
  /// @param value2 `u`
  record Changed_(NamesNasty value1, long value2) implements Signal {
    private static Changed_ read(Decoder in) throws WireException {
      return new Changed_(NamesNasty.read(in), in.uint32());
    }

    private void write(Encoder out) {
      value1.write(out);
      out.uint32(value2);
    }
  }

  /// The signal `Client`
  @Deprecated
  record Client__() implements Signal {
    private static Client__ read(Decoder in) throws WireException {
      return new Client__();
    }

    private void write(Encoder out) {}
  }

  /// Reads a signal of this interface.
  ///
  /// @param member its name
  /// @param signature the types of its arguments
  /// @param in its arguments
  /// @return the signal; empty if there is none of this name with these arguments
  /// @throws WireException if the bytes break a rule
  static Optional<Signal> signal(String member, String signature, Decoder in) throws WireException {
    return switch (member + " " + signature) {
      case "Lock ayss" -> Optional.of(Lock.read(in));
      case "Signal " -> Optional.of(Signal_.read(in));
      case "Changed s" -> Optional.of(Changed.read(in));
      case "Changed (ss)u" -> Optional.of(Changed_.read(in));
      case "Client " -> Optional.of(Client__.read(in));
      default -> Optional.empty();
    };
  }

  /// Sends the signals of an object.
  final class Emitter {
    private final SignalEmitter emitter;

    /// Sends signals of this interface.
    ///
    /// @param emitter sends the signals of the object
    public Emitter(SignalEmitter emitter) {
      this.emitter = emitter;
    }

    /// Sends `Lock`
    ///
    /// @param other `ay`
    /// @param that `s`
    /// @param out `s`
    /// @throws DbusException if it cannot be sent
    /// @throws InterruptedException if the thread is interrupted
    public void lock(byte[] other, String that, String out)
        throws DbusException, InterruptedException {
      var signal_1 = new Lock(other, that, out);
      this.emitter.emit(INTERFACE, "Lock", "ayss", signal_1::write);
    }

    /// Sends `Signal`
    ///
    /// @throws DbusException if it cannot be sent
    /// @throws InterruptedException if the thread is interrupted
    public void signal() throws DbusException, InterruptedException {
      var signal_1 = new Signal_();
      this.emitter.emit(INTERFACE, "Signal", "", signal_1::write);
    }

    /// Sends `Changed`
    ///
    /// @param value `s`
    /// @throws DbusException if it cannot be sent
    /// @throws InterruptedException if the thread is interrupted
    public void changed(String value) throws DbusException, InterruptedException {
      var signal_1 = new Changed(value);
      this.emitter.emit(INTERFACE, "Changed", "s", signal_1::write);
    }

    /// Sends `Changed`
    ///
    /// @param value1 `(ss)`
    /// @param value2 `u`
    /// @throws DbusException if it cannot be sent
    /// @throws InterruptedException if the thread is interrupted
    public void changed_(NamesNasty value1, long value2)
        throws DbusException, InterruptedException {
      var signal_1 = new Changed_(value1, value2);
      this.emitter.emit(INTERFACE, "Changed", "(ss)u", signal_1::write);
    }

    /// Sends `Client`
    ///
    /// @throws DbusException if it cannot be sent
    /// @throws InterruptedException if the thread is interrupted
    @Deprecated
    public void client() throws DbusException, InterruptedException {
      var signal_1 = new Client__();
      this.emitter.emit(INTERFACE, "Client", "", signal_1::write);
    }
  }

  /// Calls an object of a peer.
  final class Client implements Nasty {
    private final RemoteObject remote;

    /// Calls an object.
    ///
    /// @param remote which
    public Client(RemoteObject remote) {
      this.remote = remote;
    }

    /// {@return the same object, with another time to wait for each reply}
    ///
    /// @param patience how long to wait
    public Client within(Duration patience) {
      return new Client(remote.within(patience));
    }

    @Override
    public String class_(String return_) throws DbusException, InterruptedException {
      return this.remote.call(
          INTERFACE, "class", "s", out -> out.text(return_), "s", in -> in.text());
    }

    @Override
    public void notify_() throws DbusException, InterruptedException {
      this.remote.call(INTERFACE, "Notify", "", BodyWriter.NOTHING);
    }

    @Override
    public void close_() throws DbusException, InterruptedException {
      this.remote.call(INTERFACE, "Close", "", BodyWriter.NOTHING);
    }

    @Override
    public int hashCode_() throws DbusException, InterruptedException {
      return this.remote.call(INTERFACE, "HashCode", "", BodyWriter.NOTHING, "i", in -> in.int32());
    }

    @Override
    public void getClass_() throws DbusException, InterruptedException {
      this.remote.call(INTERFACE, "GetClass", "", BodyWriter.NOTHING);
    }

    @Override
    public void lock() throws DbusException, InterruptedException {
      this.remote.call(INTERFACE, "Lock", "", BodyWriter.NOTHING);
    }

    @Override
    public long getLevel() throws DbusException, InterruptedException {
      return this.remote.call(
          INTERFACE, "GetLevel", "", BodyWriter.NOTHING, "u", in -> in.uint32());
    }

    @Override
    public void setLevel(long value) throws DbusException, InterruptedException {
      this.remote.call(INTERFACE, "SetLevel", "u", out -> out.uint32(value));
    }

    @Override
    public long within(long in_, long out_, long remote)
        throws DbusException, InterruptedException {
      return this.remote.call(
          INTERFACE,
          "Within",
          "uuu",
          out -> {
            out.uint32(in_);
            out.uint32(out_);
            out.uint32(remote);
          },
          "u",
          in -> in.uint32());
    }

    @Override
    public String open(String uri) throws DbusException, InterruptedException {
      return this.remote.call(INTERFACE, "Open", "s", out -> out.text(uri), "s", in -> in.text());
    }

    @Override
    public String open2(long number) throws DbusException, InterruptedException {
      return this.remote.call(
          INTERFACE, "Open", "u", out -> out.uint32(number), "s", in -> in.text());
    }

    @Override
    public String open3(int number) throws DbusException, InterruptedException {
      return this.remote.call(
          INTERFACE, "Open", "i", out -> out.int32(number), "s", in -> in.text());
    }

    @Override
    public void open22() throws DbusException, InterruptedException {
      this.remote.call(INTERFACE, "Open2", "", BodyWriter.NOTHING);
    }

    @Override
    public SeveralResult several(String name, long name_, long value3)
        throws DbusException, InterruptedException {
      return this.remote.call(
          INTERFACE,
          "Several",
          "suu",
          out -> {
            out.text(name);
            out.uint32(name_);
            out.uint32(value3);
          },
          "suuai",
          in -> SeveralResult.read(in));
    }

    @Override
    public NumbersResult numbers(
        int y, boolean b, short n, int q, int i, long u, long x, long t, double d)
        throws DbusException, InterruptedException {
      return this.remote.call(
          INTERFACE,
          "Numbers",
          "ybnqiuxtd",
          out -> {
            out.uint8(y);
            out.bool(b);
            out.int16(n);
            out.uint16(q);
            out.int32(i);
            out.uint32(u);
            out.int64(x);
            out.int64(t);
            out.float64(d);
          },
          "ybnqiuxtd",
          in -> NumbersResult.read(in));
    }

    @Override
    public All arrays(All all) throws DbusException, InterruptedException {
      return this.remote.call(
          INTERFACE,
          "Arrays",
          "(ayabanaqaiauaxatadasaoagavaas)",
          out -> all.write(out),
          "(ayabanaqaiauaxatadasaoagavaas)",
          in -> All.read(in));
    }

    @Override
    public DictionariesResult dictionaries(
        Map<Integer, Value> values,
        Map<ObjectPath, Path> paths,
        Map<String, Map<String, Deep>> deep)
        throws DbusException, InterruptedException {
      return this.remote.call(
          INTERFACE,
          "Dictionaries",
          "a{qv}a{o(oayays)}a{sa{s(siv)}}",
          out -> {
            write_1(out, values);
            write_2(out, paths);
            write_3(out, deep);
          },
          "a{qv}a{o(oayays)}a{sa{s(siv)}}",
          in -> DictionariesResult.read(in));
    }

    @Override
    public List<Entry> structs(List<Entry> entries) throws DbusException, InterruptedException {
      return this.remote.call(
          INTERFACE,
          "Structs",
          "a(souua(iisi)u(bbb))",
          out -> write_10(out, entries),
          "a(souua(iisi)u(bbb))",
          in -> read_10(in));
    }

    @Override
    public void names(
        List<Client_> client, Value_ value, NamesNasty nasty, List_ list, NamesList list_)
        throws DbusException, InterruptedException {
      this.remote.call(
          INTERFACE,
          "Names",
          "a(iii)(uu)(ss)(gg)(dd)",
          out -> {
            write_11(out, client);
            value.write(out);
            nasty.write(out);
            list.write(out);
            list_.write(out);
          });
    }

    @Override
    public Fd pass(Fd fd, Map<Long, Fd> more) throws DbusException, InterruptedException {
      return this.remote.call(
          INTERFACE,
          "Pass",
          "ha{uh}",
          out -> {
            out.handle(fd);
            write_12(out, more);
          },
          "h",
          in -> in.handle());
    }

    @Override
    public void forget(String what) throws DbusException, InterruptedException {
      this.remote.send(INTERFACE, "Forget", "s", out -> out.text(what));
    }

    @Override
    @Deprecated
    public void old() throws DbusException, InterruptedException {
      this.remote.call(INTERFACE, "Old", "", BodyWriter.NOTHING);
    }

    @Override
    public void equal() throws DbusException, InterruptedException {
      this.remote.call(INTERFACE, "equal", "", BodyWriter.NOTHING);
    }

    @Override
    public void equal2() throws DbusException, InterruptedException {
      this.remote.call(INTERFACE, "Equal", "", BodyWriter.NOTHING);
    }

    @Override
    public boolean lockProperty() throws DbusException, InterruptedException {
      return this.remote.get(INTERFACE, "Lock", "b", in -> in.bool());
    }

    @Override
    public long levelProperty() throws DbusException, InterruptedException {
      return this.remote.get(INTERFACE, "Level", "u", in -> in.uint32());
    }

    @Override
    public void setLevelProperty(long value) throws DbusException, InterruptedException {
      this.remote.set(INTERFACE, "Level", "u", out -> out.uint32(value));
    }

    @Override
    public boolean powerSaverEnabled() throws DbusException, InterruptedException {
      return this.remote.get(INTERFACE, "power-saver enabled", "b", in -> in.bool());
    }

    @Override
    public void setPowerSaverEnabled(boolean value) throws DbusException, InterruptedException {
      this.remote.set(INTERFACE, "power-saver enabled", "b", out -> out.bool(value));
    }

    @Override
    public boolean powerSaverEnabledProperty() throws DbusException, InterruptedException {
      return this.remote.get(INTERFACE, "powerSaverEnabled", "b", in -> in.bool());
    }

    @Override
    public String u0041() throws DbusException, InterruptedException {
      return this.remote.get(INTERFACE, "\"\\u0041\u00e4", "s", in -> in.text());
    }

    @Override
    public ObjectPath ttyPath() throws DbusException, InterruptedException {
      return this.remote.get(INTERFACE, "TTYPath", "o", in -> in.path());
    }

    @Override
    public void setUuid(String value) throws DbusException, InterruptedException {
      this.remote.set(INTERFACE, "UUID", "s", out -> out.text(value));
    }

    @Override
    public List<Entry> entries() throws DbusException, InterruptedException {
      return this.remote.get(INTERFACE, "Entries", "a(souua(iisi)u(bbb))", in -> read_10(in));
    }

    @Override
    public void setEntries(List<Entry> value) throws DbusException, InterruptedException {
      this.remote.set(INTERFACE, "Entries", "a(souua(iisi)u(bbb))", out -> write_10(out, value));
    }

    @Override
    @Deprecated
    public String model() throws DbusException, InterruptedException {
      return this.remote.get(INTERFACE, "Model", "s", in -> in.text());
    }
  }

  /// {@return the object, ready for calls of peers}
  ///
  /// @param object what is called
  static ExportedInterface exported(Nasty object) {
    return new ExportedInterface() {
      @Override
      public String name() {
        return INTERFACE;
      }

      @Override
      public String introspection() {
        return """
        <interface name="dev.rohrpost.dbus.gen.snippets.nasty">
          <method name="class">
            <arg name="return" type="s" direction="in"/>
            <arg name="interface" type="s" direction="out"/>
          </method>
          <method name="Notify"/>
          <method name="Close"/>
          <method name="HashCode">
            <arg type="i" direction="out"/>
          </method>
          <method name="GetClass"/>
          <method name="Lock"/>
          <method name="GetLevel">
            <arg type="u" direction="out"/>
          </method>
          <method name="SetLevel">
            <arg type="u" direction="in"/>
          </method>
          <method name="Within">
            <arg name="in" type="u" direction="in"/>
            <arg name="out" type="u" direction="in"/>
            <arg name="remote" type="u" direction="in"/>
            <arg type="u" direction="out"/>
          </method>
          <method name="Open">
            <arg name="uri" type="s" direction="in"/>
            <arg name="how" type="s" direction="out"/>
          </method>
          <method name="Open">
            <arg name="number" type="u" direction="in"/>
            <arg name="how" type="s" direction="out"/>
          </method>
          <method name="Open">
            <arg name="number" type="i" direction="in"/>
            <arg name="how" type="s" direction="out"/>
          </method>
          <method name="Open2"/>
          <method name="Several">
            <arg name="name" type="s" direction="in"/>
            <arg name="name" type="u" direction="in"/>
            <arg type="u" direction="in"/>
            <arg name="name" type="s" direction="out"/>
            <arg name="name" type="u" direction="out"/>
            <arg type="u" direction="out"/>
            <arg name="hash-code" type="ai" direction="out"/>
          </method>
          <method name="Numbers">
            <arg name="y" type="y" direction="in"/>
            <arg name="b" type="b" direction="in"/>
            <arg name="n" type="n" direction="in"/>
            <arg name="q" type="q" direction="in"/>
            <arg name="i" type="i" direction="in"/>
            <arg name="u" type="u" direction="in"/>
            <arg name="x" type="x" direction="in"/>
            <arg name="t" type="t" direction="in"/>
            <arg name="d" type="d" direction="in"/>
            <arg name="y" type="y" direction="out"/>
            <arg name="b" type="b" direction="out"/>
            <arg name="n" type="n" direction="out"/>
            <arg name="q" type="q" direction="out"/>
            <arg name="i" type="i" direction="out"/>
            <arg name="u" type="u" direction="out"/>
            <arg name="x" type="x" direction="out"/>
            <arg name="t" type="t" direction="out"/>
            <arg name="d" type="d" direction="out"/>
          </method>
          <method name="Arrays">
            <arg name="all" type="(ayabanaqaiauaxatadasaoagavaas)" direction="in"/>
            <arg name="all" type="(ayabanaqaiauaxatadasaoagavaas)" direction="out"/>
          </method>
          <method name="Dictionaries">
            <arg name="values" type="a{qv}" direction="in"/>
            <arg name="paths" type="a{o(oayays)}" direction="in"/>
            <arg name="deep" type="a{sa{s(siv)}}" direction="in"/>
            <arg name="values" type="a{qv}" direction="out"/>
            <arg name="paths" type="a{o(oayays)}" direction="out"/>
            <arg name="deep" type="a{sa{s(siv)}}" direction="out"/>
          </method>
          <method name="Structs">
            <arg name="entries" type="a(souua(iisi)u(bbb))" direction="in"/>
            <arg name="entries" type="a(souua(iisi)u(bbb))" direction="out"/>
          </method>
          <method name="Names">
            <arg name="client" type="a(iii)" direction="in"/>
            <arg name="value" type="(uu)" direction="in"/>
            <arg name="nasty" type="(ss)" direction="in"/>
            <arg name="list" type="(gg)" direction="in"/>
            <arg name="list" type="(dd)" direction="in"/>
          </method>
          <method name="Pass">
            <arg name="fd" type="h" direction="in"/>
            <arg name="more" type="a{uh}" direction="in"/>
            <arg name="fd" type="h" direction="out"/>
          </method>
          <method name="Forget">
            <arg name="what" type="s" direction="in"/>
            <annotation name="org.freedesktop.DBus.Method.NoReply" value="true"/>
          </method>
          <method name="Old">
            <annotation name="org.freedesktop.DBus.Deprecated" value="true"/>
          </method>
          <method name="equal"/>
          <method name="Equal"/>
          <signal name="Lock">
            <arg name="other" type="ay"/>
            <arg name="that" type="s"/>
            <arg name="out" type="s"/>
          </signal>
          <signal name="Signal"/>
          <signal name="Changed">
            <arg type="s"/>
          </signal>
          <signal name="Changed">
            <arg type="(ss)"/>
            <arg type="u"/>
          </signal>
          <signal name="Client">
            <annotation name="org.freedesktop.DBus.Deprecated" value="true"/>
          </signal>
          <property name="Lock" type="b" access="read"/>
          <property name="Level" type="u" access="readwrite"/>
          <property name="power-saver enabled" type="b" access="readwrite"/>
          <property name="powerSaverEnabled" type="b" access="read"/>
          <property name="&quot;\\u0041ä" type="s" access="read"/>
          <property name="TTYPath" type="o" access="read"/>
          <property name="UUID" type="s" access="write"/>
          <property name="Entries" type="a(souua(iisi)u(bbb))" access="readwrite">
            <annotation name="org.freedesktop.DBus.Property.EmitsChangedSignal" value="invalidates"/>
          </property>
          <property name="Model" type="s" access="read">
            <annotation name="org.freedesktop.DBus.Property.EmitsChangedSignal" value="const"/>
            <annotation name="org.freedesktop.DBus.Deprecated" value="true"/>
          </property>
        </interface>
        """;
      }

      @Override
      public List<PropertyType> properties() {
        return PROPERTIES;
      }

      @Override
      public boolean call(ObjectCall call)
          throws DbusException, InterruptedException, WireException {
        switch (call.member()) {
          case "class" -> call_1(call);
          case "Notify" -> call_2(call);
          case "Close" -> call_3(call);
          case "HashCode" -> call_4(call);
          case "GetClass" -> call_5(call);
          case "Lock" -> call_6(call);
          case "GetLevel" -> call_7(call);
          case "SetLevel" -> call_8(call);
          case "Within" -> call_9(call);
          case "Open" -> {
            switch (call.signature().toString()) {
              case "u" -> call_11(call);
              case "i" -> call_12(call);
              default -> call_10(call);
            }
          }
          case "Open2" -> call_13(call);
          case "Several" -> call_14(call);
          case "Numbers" -> call_15(call);
          case "Arrays" -> call_16(call);
          case "Dictionaries" -> call_17(call);
          case "Structs" -> call_18(call);
          case "Names" -> call_19(call);
          case "Pass" -> call_20(call);
          case "Forget" -> call_21(call);
          case "Old" -> call_22(call);
          case "equal" -> call_23(call);
          case "Equal" -> call_24(call);
          default -> {
            return false;
          }
        }
        return true;
      }

      private void call_1(ObjectCall call)
          throws DbusException, InterruptedException, WireException {
        var in = call.arguments("s");
        var a1 = in.text();
        in.end();
        var result = object.class_(a1);
        call.reply("s", out -> out.text(result));
      }

      private void call_2(ObjectCall call)
          throws DbusException, InterruptedException, WireException {
        var in = call.arguments("");
        in.end();
        object.notify_();
        call.reply("", BodyWriter.NOTHING);
      }

      private void call_3(ObjectCall call)
          throws DbusException, InterruptedException, WireException {
        var in = call.arguments("");
        in.end();
        object.close_();
        call.reply("", BodyWriter.NOTHING);
      }

      private void call_4(ObjectCall call)
          throws DbusException, InterruptedException, WireException {
        var in = call.arguments("");
        in.end();
        var result = object.hashCode_();
        call.reply("i", out -> out.int32(result));
      }

      private void call_5(ObjectCall call)
          throws DbusException, InterruptedException, WireException {
        var in = call.arguments("");
        in.end();
        object.getClass_();
        call.reply("", BodyWriter.NOTHING);
      }

      private void call_6(ObjectCall call)
          throws DbusException, InterruptedException, WireException {
        var in = call.arguments("");
        in.end();
        object.lock();
        call.reply("", BodyWriter.NOTHING);
      }

      private void call_7(ObjectCall call)
          throws DbusException, InterruptedException, WireException {
        var in = call.arguments("");
        in.end();
        var result = object.getLevel();
        call.reply("u", out -> out.uint32(result));
      }

      private void call_8(ObjectCall call)
          throws DbusException, InterruptedException, WireException {
        var in = call.arguments("u");
        var a1 = in.uint32();
        in.end();
        object.setLevel(a1);
        call.reply("", BodyWriter.NOTHING);
      }

      private void call_9(ObjectCall call)
          throws DbusException, InterruptedException, WireException {
        var in = call.arguments("uuu");
        var a1 = in.uint32();
        var a2 = in.uint32();
        var a3 = in.uint32();
        in.end();
        var result = object.within(a1, a2, a3);
        call.reply("u", out -> out.uint32(result));
      }

      private void call_10(ObjectCall call)
          throws DbusException, InterruptedException, WireException {
        var in = call.arguments("s");
        var a1 = in.text();
        in.end();
        var result = object.open(a1);
        call.reply("s", out -> out.text(result));
      }

      private void call_11(ObjectCall call)
          throws DbusException, InterruptedException, WireException {
        var in = call.arguments("u");
        var a1 = in.uint32();
        in.end();
        var result = object.open2(a1);
        call.reply("s", out -> out.text(result));
      }

      private void call_12(ObjectCall call)
          throws DbusException, InterruptedException, WireException {
        var in = call.arguments("i");
        var a1 = in.int32();
        in.end();
        var result = object.open3(a1);
        call.reply("s", out -> out.text(result));
      }

      private void call_13(ObjectCall call)
          throws DbusException, InterruptedException, WireException {
        var in = call.arguments("");
        in.end();
        object.open22();
        call.reply("", BodyWriter.NOTHING);
      }

      private void call_14(ObjectCall call)
          throws DbusException, InterruptedException, WireException {
        var in = call.arguments("suu");
        var a1 = in.text();
        var a2 = in.uint32();
        var a3 = in.uint32();
        in.end();
        var result = object.several(a1, a2, a3);
        call.reply("suuai", result::write);
      }

      private void call_15(ObjectCall call)
          throws DbusException, InterruptedException, WireException {
        var in = call.arguments("ybnqiuxtd");
        var a1 = in.uint8();
        var a2 = in.bool();
        var a3 = in.int16();
        var a4 = in.uint16();
        var a5 = in.int32();
        var a6 = in.uint32();
        var a7 = in.int64();
        var a8 = in.int64();
        var a9 = in.float64();
        in.end();
        var result = object.numbers(a1, a2, a3, a4, a5, a6, a7, a8, a9);
        call.reply("ybnqiuxtd", result::write);
      }

      private void call_16(ObjectCall call)
          throws DbusException, InterruptedException, WireException {
        var in = call.arguments("(ayabanaqaiauaxatadasaoagavaas)");
        var a1 = All.read(in);
        in.end();
        var result = object.arrays(a1);
        call.reply("(ayabanaqaiauaxatadasaoagavaas)", out -> result.write(out));
      }

      private void call_17(ObjectCall call)
          throws DbusException, InterruptedException, WireException {
        var in = call.arguments("a{qv}a{o(oayays)}a{sa{s(siv)}}");
        var a1 = read_1(in);
        var a2 = read_2(in);
        var a3 = read_3(in);
        in.end();
        var result = object.dictionaries(a1, a2, a3);
        call.reply("a{qv}a{o(oayays)}a{sa{s(siv)}}", result::write);
      }

      private void call_18(ObjectCall call)
          throws DbusException, InterruptedException, WireException {
        var in = call.arguments("a(souua(iisi)u(bbb))");
        var a1 = read_10(in);
        in.end();
        var result = object.structs(a1);
        call.reply("a(souua(iisi)u(bbb))", out -> write_10(out, result));
      }

      private void call_19(ObjectCall call)
          throws DbusException, InterruptedException, WireException {
        var in = call.arguments("a(iii)(uu)(ss)(gg)(dd)");
        var a1 = read_11(in);
        var a2 = Value_.read(in);
        var a3 = NamesNasty.read(in);
        var a4 = List_.read(in);
        var a5 = NamesList.read(in);
        in.end();
        object.names(a1, a2, a3, a4, a5);
        call.reply("", BodyWriter.NOTHING);
      }

      private void call_20(ObjectCall call)
          throws DbusException, InterruptedException, WireException {
        var in = call.arguments("ha{uh}");
        var a1 = in.handle();
        var a2 = read_12(in);
        in.end();
        var result = object.pass(a1, a2);
        call.reply("h", out -> out.handle(result));
      }

      private void call_21(ObjectCall call)
          throws DbusException, InterruptedException, WireException {
        var in = call.arguments("s");
        var a1 = in.text();
        in.end();
        object.forget(a1);
        call.reply("", BodyWriter.NOTHING);
      }

      private void call_22(ObjectCall call)
          throws DbusException, InterruptedException, WireException {
        var in = call.arguments("");
        in.end();
        object.old();
        call.reply("", BodyWriter.NOTHING);
      }

      private void call_23(ObjectCall call)
          throws DbusException, InterruptedException, WireException {
        var in = call.arguments("");
        in.end();
        object.equal();
        call.reply("", BodyWriter.NOTHING);
      }

      private void call_24(ObjectCall call)
          throws DbusException, InterruptedException, WireException {
        var in = call.arguments("");
        in.end();
        object.equal2();
        call.reply("", BodyWriter.NOTHING);
      }

      @Override
      public void get(String property, Encoder out) throws DbusException, InterruptedException {
        switch (property) {
          case "Lock" -> out.bool(object.lockProperty());
          case "Level" -> out.uint32(object.levelProperty());
          case "power-saver enabled" -> out.bool(object.powerSaverEnabled());
          case "powerSaverEnabled" -> out.bool(object.powerSaverEnabledProperty());
          case "\"\\u0041\u00e4" -> out.text(object.u0041());
          case "TTYPath" -> out.path(object.ttyPath());
          case "Entries" -> write_10(out, object.entries());
          case "Model" -> out.text(object.model());
          default -> throw ExportedInterface.unknown(property);
        }
      }

      @Override
      public void set(String property, Decoder in)
          throws DbusException, InterruptedException, WireException {
        switch (property) {
          case "Level" -> object.setLevelProperty(in.uint32());
          case "power-saver enabled" -> object.setPowerSaverEnabled(in.bool());
          case "UUID" -> object.setUuid(in.text());
          case "Entries" -> object.setEntries(read_10(in));
          default -> throw ExportedInterface.unknown(property);
        }
      }
    };
  }

  private static Map<Integer, Value> read_1(Decoder in) throws WireException {
    var map = new LinkedHashMap<Integer, Value>();
    in.beginArray(8);
    while (in.hasMore()) {
      in.beginStruct();
      map.put(in.uint16(), in.variant());
      in.endStruct();
    }
    in.endArray();
    return map;
  }

  private static void write_1(Encoder out, Map<Integer, Value> map) {
    out.beginArray(8);
    for (var each : map.entrySet()) {
      out.beginStruct();
      out.uint16(each.getKey());
      out.variant(each.getValue());
      out.endStruct();
    }
    out.endArray();
  }

  private static Map<ObjectPath, Path> read_2(Decoder in) throws WireException {
    var map = new LinkedHashMap<ObjectPath, Path>();
    in.beginArray(8);
    while (in.hasMore()) {
      in.beginStruct();
      map.put(in.path(), Path.read(in));
      in.endStruct();
    }
    in.endArray();
    return map;
  }

  private static void write_2(Encoder out, Map<ObjectPath, Path> map) {
    out.beginArray(8);
    for (var each : map.entrySet()) {
      out.beginStruct();
      out.path(each.getKey());
      each.getValue().write(out);
      out.endStruct();
    }
    out.endArray();
  }

  private static Map<String, Map<String, Deep>> read_3(Decoder in) throws WireException {
    var map = new LinkedHashMap<String, Map<String, Deep>>();
    in.beginArray(8);
    while (in.hasMore()) {
      in.beginStruct();
      map.put(in.text(), read_13(in));
      in.endStruct();
    }
    in.endArray();
    return map;
  }

  private static void write_3(Encoder out, Map<String, Map<String, Deep>> map) {
    out.beginArray(8);
    for (var each : map.entrySet()) {
      out.beginStruct();
      out.text(each.getKey());
      write_13(out, each.getValue());
      out.endStruct();
    }
    out.endArray();
  }

  private static List<String> read_4(Decoder in) throws WireException {
    var list = new ArrayList<String>();
    in.beginArray(4);
    while (in.hasMore()) {
      list.add(in.text());
    }
    in.endArray();
    return list;
  }

  private static void write_4(Encoder out, List<String> list) {
    out.beginArray(4);
    for (var each : list) {
      out.text(each);
    }
    out.endArray();
  }

  private static List<ObjectPath> read_5(Decoder in) throws WireException {
    var list = new ArrayList<ObjectPath>();
    in.beginArray(4);
    while (in.hasMore()) {
      list.add(in.path());
    }
    in.endArray();
    return list;
  }

  private static void write_5(Encoder out, List<ObjectPath> list) {
    out.beginArray(4);
    for (var each : list) {
      out.path(each);
    }
    out.endArray();
  }

  private static List<Signature> read_6(Decoder in) throws WireException {
    var list = new ArrayList<Signature>();
    in.beginArray(1);
    while (in.hasMore()) {
      list.add(in.signature());
    }
    in.endArray();
    return list;
  }

  private static void write_6(Encoder out, List<Signature> list) {
    out.beginArray(1);
    for (var each : list) {
      out.signature(each);
    }
    out.endArray();
  }

  private static List<Value> read_7(Decoder in) throws WireException {
    var list = new ArrayList<Value>();
    in.beginArray(1);
    while (in.hasMore()) {
      list.add(in.variant());
    }
    in.endArray();
    return list;
  }

  private static void write_7(Encoder out, List<Value> list) {
    out.beginArray(1);
    for (var each : list) {
      out.variant(each);
    }
    out.endArray();
  }

  private static List<List<String>> read_8(Decoder in) throws WireException {
    var list = new ArrayList<List<String>>();
    in.beginArray(4);
    while (in.hasMore()) {
      list.add(read_4(in));
    }
    in.endArray();
    return list;
  }

  private static void write_8(Encoder out, List<List<String>> list) {
    out.beginArray(4);
    for (var each : list) {
      write_4(out, each);
    }
    out.endArray();
  }

  private static List<Entry5> read_9(Decoder in) throws WireException {
    var list = new ArrayList<Entry5>();
    in.beginArray(8);
    while (in.hasMore()) {
      list.add(Entry5.read(in));
    }
    in.endArray();
    return list;
  }

  private static void write_9(Encoder out, List<Entry5> list) {
    out.beginArray(8);
    for (var each : list) {
      each.write(out);
    }
    out.endArray();
  }

  private static List<Entry> read_10(Decoder in) throws WireException {
    var list = new ArrayList<Entry>();
    in.beginArray(8);
    while (in.hasMore()) {
      list.add(Entry.read(in));
    }
    in.endArray();
    return list;
  }

  private static void write_10(Encoder out, List<Entry> list) {
    out.beginArray(8);
    for (var each : list) {
      each.write(out);
    }
    out.endArray();
  }

  private static List<Client_> read_11(Decoder in) throws WireException {
    var list = new ArrayList<Client_>();
    in.beginArray(8);
    while (in.hasMore()) {
      list.add(Client_.read(in));
    }
    in.endArray();
    return list;
  }

  private static void write_11(Encoder out, List<Client_> list) {
    out.beginArray(8);
    for (var each : list) {
      each.write(out);
    }
    out.endArray();
  }

  private static Map<Long, Fd> read_12(Decoder in) throws WireException {
    var map = new LinkedHashMap<Long, Fd>();
    in.beginArray(8);
    while (in.hasMore()) {
      in.beginStruct();
      map.put(in.uint32(), in.handle());
      in.endStruct();
    }
    in.endArray();
    return map;
  }

  private static void write_12(Encoder out, Map<Long, Fd> map) {
    out.beginArray(8);
    for (var each : map.entrySet()) {
      out.beginStruct();
      out.uint32(each.getKey());
      out.handle(each.getValue());
      out.endStruct();
    }
    out.endArray();
  }

  private static Map<String, Deep> read_13(Decoder in) throws WireException {
    var map = new LinkedHashMap<String, Deep>();
    in.beginArray(8);
    while (in.hasMore()) {
      in.beginStruct();
      map.put(in.text(), Deep.read(in));
      in.endStruct();
    }
    in.endArray();
    return map;
  }

  private static void write_13(Encoder out, Map<String, Deep> map) {
    out.beginArray(8);
    for (var each : map.entrySet()) {
      out.beginStruct();
      out.text(each.getKey());
      each.getValue().write(out);
      out.endStruct();
    }
    out.endArray();
  }
}
