package dev.rohrpost.rpc.gen;

import java.util.List;
import java.util.stream.Collectors;

/// A `.x` file that is not right. Its message has one line for each fault.
public final class SpecificationException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Fault> faults;

  private SpecificationException(List<Fault> faults) {
    super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
    this.faults = faults;
  }

  static SpecificationException of(Fault fault) {
    return new SpecificationException(List.of(fault));
  }

  static SpecificationException of(List<Fault> faults) {
    return new SpecificationException(List.copyOf(faults));
  }

  /// {@return the faults: at least one}
  public List<Fault> faults() {
    return faults;
  }
}
