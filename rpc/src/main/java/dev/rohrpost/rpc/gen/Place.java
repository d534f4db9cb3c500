package dev.rohrpost.rpc.gen;

/// Where something stands, counted from 1.
record Place(String file, int line, int column) {
  /// The place of what is built in.
  static final Place BUILT_IN = new Place("built in", 0, 0);

  SpecificationException fault(String what) {
    return SpecificationException.of(Fault.at(this, what));
  }
}
