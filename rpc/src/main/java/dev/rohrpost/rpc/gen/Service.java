package dev.rohrpost.rpc.gen;

import java.util.List;

/// The programs of a file, checked.
final class Service {
  private Service() {}

  record Program(Place place, String name, long number, List<Version> versions) {}

  record Version(Place place, String name, long number, List<Procedure> procedures) {}

  record Procedure(
      Place place, String name, long number, Type result, List<Type.Member> parameters) {}
}
