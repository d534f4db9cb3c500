package dev.rohrpost.dbus.gen;

import dev.rohrpost.dbus.DbusException;
import dev.rohrpost.dbus.gen.snippets.Nasty;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.fd.Fd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Answers what it was asked.
@SuppressWarnings("deprecation") // that is one of the things to show
public final class NastyObject implements Nasty {
  /// What was called.
  final List<String> called = new ArrayList<>();

  private long level = 7;
  private boolean isSaving;
  private List<Entry> entries = List.of();

  /// Makes an object in which nothing was called.
  public NastyObject() {}

  @Override
  public String class_(String return_) {
    return return_ + "!";
  }

  @Override
  public void notify_() {
    called.add("notify_");
  }

  @Override
  public void close_() {
    called.add("close_");
  }

  @Override
  public int hashCode_() {
    return -1;
  }

  @Override
  public void getClass_() {
    called.add("getClass_");
  }

  @Override
  public void lock() throws DbusException {
    throw new DbusException("a.B.Locked", "it is");
  }

  @Override
  public long getLevel() {
    return level + 1;
  }

  @Override
  public void setLevel(long value) {
    level = value - 1;
  }

  @Override
  public long within(long in_, long out_, long remote) {
    return in_ * 100 + out_ * 10 + remote;
  }

  @Override
  public String open(String uri) {
    return "text " + uri;
  }

  @Override
  public String open2(long number) {
    return "long " + number;
  }

  @Override
  public String open3(int number) {
    return "int " + number;
  }

  @Override
  public void open22() {
    called.add("open22");
  }

  @Override
  public SeveralResult several(String name, long name_, long value3) {
    return new SeveralResult(name, name_, value3, new int[] {1, -2});
  }

  @Override
  public NumbersResult numbers(
      int y, boolean b, short n, int q, int i, long u, long x, long t, double d) {
    return new NumbersResult(y, b, n, q, i, u, x, t, d);
  }

  @Override
  public All arrays(All all) {
    return all;
  }

  @Override
  public DictionariesResult dictionaries(
      Map<Integer, Value> values,
      Map<ObjectPath, Path> paths,
      Map<String, Map<String, Deep>> deep) {
    return new DictionariesResult(values, paths, deep);
  }

  @Override
  public List<Entry> structs(List<Entry> entries) {
    return entries;
  }

  @Override
  public void names(
      List<Client_> client, Value_ value, NamesNasty nasty, List_ list, NamesList list_) {
    called.add(client + " " + value + " " + nasty + " " + list + " " + list_);
  }

  @Override
  public Fd pass(Fd fd, Map<Long, Fd> more) {
    return more.getOrDefault(9L, fd);
  }

  @Override
  public void forget(String what) {
    called.add("forget " + what);
  }

  @Override
  public void old() {
    called.add("old");
  }

  @Override
  public void equal() {
    called.add("equal");
  }

  @Override
  public void equal2() {
    called.add("equal2");
  }

  @Override
  public boolean lockProperty() {
    return true;
  }

  @Override
  public long levelProperty() {
    return level;
  }

  @Override
  public void setLevelProperty(long value) {
    level = value;
  }

  @Override
  public boolean powerSaverEnabled() {
    return isSaving;
  }

  @Override
  public void setPowerSaverEnabled(boolean value) {
    isSaving = value;
  }

  @Override
  public boolean powerSaverEnabledProperty() {
    return !isSaving;
  }

  @Override
  public String u0041() {
    return "ä";
  }

  @Override
  public ObjectPath ttyPath() {
    return ObjectPath.of("/tty");
  }

  @Override
  public void setUuid(String value) {
    called.add("uuid " + value);
  }

  @Override
  public List<Entry> entries() {
    return entries;
  }

  @Override
  public void setEntries(List<Entry> value) {
    entries = value;
  }

  @Override
  public String model() {
    return "T";
  }
}
