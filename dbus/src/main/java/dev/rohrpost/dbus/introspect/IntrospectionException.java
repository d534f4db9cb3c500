package dev.rohrpost.dbus.introspect;

import java.util.List;
import java.util.stream.Collectors;

/// An introspection document that is not right. Its message has one line for each fault.
public final class IntrospectionException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Fault> faults;

  /// Says what is wrong.
  ///
  /// @param faults at least one
  public IntrospectionException(List<Fault> faults) {
    super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
    this.faults = List.copyOf(faults);
  }

  /// {@return the faults: at least one}
  public List<Fault> faults() {
    return faults;
  }
}
